/**
 * The attributes that the project reads: tag and value representation by keyword (PS3.6).
 *
 * Implicit VR files and most JSON dialects do not say how a value is encoded, so this table does.
 * A line is all it takes to make another attribute readable in every dialect.
 *
 * Tags and VRs are those of PS3.6; the table is tied to no edition of it. Private attributes (odd
 * groups) are read as block 10, where scanners write them: (0019,100C) is element 0C of the block
 * that (0019,0010) reserves.
 *
 * @module
 */

/** Value representations that occur in the table. */
export type VR =
  | "CS"
  | "DA"
  | "DS"
  | "DT"
  | "FD"
  | "FL"
  | "IS"
  | "LO"
  | "LT"
  | "OB"
  | "OW"
  | "SH"
  | "SL"
  | "SQ"
  | "SS"
  | "ST"
  | "TM"
  | "UC"
  | "UI"
  | "UL"
  | "UR"
  | "US";

/** `gggg,eeee` without the comma, upper-case hexadecimal, and the VR. */
type Attribute = readonly [tag: string, vr: VR];

/**
 * Tag and VR by keyword, as in PS3.6, of no particular edition. Private attributes are read as block
 * 10: `0019100C` is element 0C of the block that (0019,0010) reserves.
 */
export const ATTRIBUTES = {
  // Meta information and SOP common
  TransferSyntaxUID: ["00020010", "UI"],
  MediaStorageSOPClassUID: ["00020002", "UI"],
  SOPClassUID: ["00080016", "UI"],
  SOPInstanceUID: ["00080018", "UI"],
  AvailableTransferSyntaxUID: ["00083002", "UI"],

  // What kind of image
  ImageType: ["00080008", "CS"],
  Modality: ["00080060", "CS"],
  Manufacturer: ["00080070", "LO"],

  // Which series
  StudyInstanceUID: ["0020000D", "UI"],
  SeriesInstanceUID: ["0020000E", "UI"],
  SeriesNumber: ["00200011", "IS"],
  FrameOfReferenceUID: ["00200052", "UI"],
  InstanceNumber: ["00200013", "IS"],
  AcquisitionNumber: ["00200012", "IS"],
  AcquisitionTime: ["00080032", "TM"],
  PatientID: ["00100020", "LO"],

  // Free text, for the page alone: no reply of the service has it
  SeriesDescription: ["0008103E", "LO"],

  // What separates frames at one position (the fourth axis)
  TemporalPositionIdentifier: ["00200100", "IS"],
  TemporalPositionIndex: ["00209128", "UL"],
  TemporalPositionTimeOffset: ["0020930D", "FD"],
  TemporalResolution: ["00200110", "DS"],
  TriggerTime: ["00181060", "DS"],
  NominalCardiacTriggerDelayTime: ["00209153", "FD"],
  NominalPercentageOfCardiacPhase: ["00209241", "FL"],
  NominalRespiratoryTriggerDelayTime: ["00209255", "FD"],
  NominalPercentageOfRespiratoryPhase: ["00209245", "FL"],
  FrameAcquisitionDateTime: ["00189074", "DT"],
  FrameReferenceDateTime: ["00189151", "DT"],
  AcquisitionDateTime: ["0008002A", "DT"],
  ContentTime: ["00080033", "TM"],
  FrameReferenceTime: ["00541300", "DS"],
  EchoTime: ["00180081", "DS"],
  EffectiveEchoTime: ["00189082", "FD"],
  EchoNumbers: ["00180086", "IS"],
  FlipAngle: ["00181314", "DS"],
  InversionTime: ["00180082", "DS"],
  RepetitionTime: ["00180080", "DS"],
  KVP: ["00180060", "DS"],
  ContrastBolusAgentNumber: ["00189337", "US"],
  SequenceName: ["00180024", "SH"],
  ComplexImageComponent: ["00089208", "CS"],
  GeImageKind: ["0043102F", "SS"],

  // How images were acquired, beyond what is above
  XRayTubeCurrent: ["00181151", "IS"],
  ExposureTime: ["00181150", "IS"],
  Exposure: ["00181152", "IS"],
  GantryDetectorTilt: ["00181120", "DS"],
  ReconstructionDiameter: ["00181100", "DS"],
  ContrastBolusAgent: ["00180010", "LO"],
  ScanningSequence: ["00180020", "CS"],
  SequenceVariant: ["00180021", "CS"],
  ScanOptions: ["00180022", "CS"],
  MRAcquisitionType: ["00180023", "CS"],
  MagneticFieldStrength: ["00180087", "DS"],
  EchoTrainLength: ["00180091", "IS"],
  NumberOfAverages: ["00180083", "DS"],
  PixelBandwidth: ["00180095", "DS"],
  Units: ["00541001", "CS"],

  // Plane (PS3.3 C.7.6.2, C.7.6.3)
  ImagePositionPatient: ["00200032", "DS"],
  ImageOrientationPatient: ["00200037", "DS"],
  PixelSpacing: ["00280030", "DS"],
  SliceLocation: ["00201041", "DS"],
  SliceThickness: ["00180050", "DS"],
  SpacingBetweenSlices: ["00180088", "DS"],
  Rows: ["00280010", "US"],
  Columns: ["00280011", "US"],
  NumberOfFrames: ["00280008", "IS"],

  // Pixel description (PS3.3 C.7.6.3, C.11.1)
  SamplesPerPixel: ["00280002", "US"],
  PhotometricInterpretation: ["00280004", "CS"],
  PlanarConfiguration: ["00280006", "US"],
  BitsAllocated: ["00280100", "US"],
  BitsStored: ["00280101", "US"],
  HighBit: ["00280102", "US"],
  PixelRepresentation: ["00280103", "US"],
  RescaleIntercept: ["00281052", "DS"],
  RescaleSlope: ["00281053", "DS"],
  RescaleType: ["00281054", "LO"],
  PixelData: ["7FE00010", "OW"],
  FloatPixelData: ["7FE00008", "FL"],
  DoubleFloatPixelData: ["7FE00009", "FD"],

  // Functional groups: the macro sequences (PS3.3 C.7.6.16 and the macros of each modality)
  SharedFunctionalGroupsSequence: ["52009229", "SQ"],
  PerFrameFunctionalGroupsSequence: ["52009230", "SQ"],
  UnassignedSharedConvertedAttributesSequence: ["00209170", "SQ"],
  UnassignedPerFrameConvertedAttributesSequence: ["00209171", "SQ"],
  FrameContentSequence: ["00209111", "SQ"],
  PlanePositionSequence: ["00209113", "SQ"],
  PlaneOrientationSequence: ["00209116", "SQ"],
  PlanePositionVolumeSequence: ["0020930E", "SQ"],
  PlaneOrientationVolumeSequence: ["0020930F", "SQ"],
  PixelMeasuresSequence: ["00289110", "SQ"],
  PixelValueTransformationSequence: ["00289145", "SQ"],
  RealWorldValueMappingSequence: ["00409096", "SQ"],
  TemporalPositionSequence: ["00209310", "SQ"],
  CardiacSynchronizationSequence: ["00189118", "SQ"],
  RespiratorySynchronizationSequence: ["00209253", "SQ"],
  ContrastBolusUsageSequence: ["00189341", "SQ"],
  MRImageFrameTypeSequence: ["00189226", "SQ"],
  CTImageFrameTypeSequence: ["00189329", "SQ"],
  PETFrameTypeSequence: ["00189751", "SQ"],
  XRay3DFrameTypeSequence: ["00189504", "SQ"],
  ParametricMapFrameTypeSequence: ["00409092", "SQ"],
  USImageDescriptionSequence: ["00189806", "SQ"],
  PhotoacousticImageFrameTypeSequence: ["00189835", "SQ"],
  ImageDataTypeSequence: ["00189807", "SQ"],
  MREchoSequence: ["00189114", "SQ"],
  MRTimingAndRelatedParametersSequence: ["00189112", "SQ"],
  MRModifierSequence: ["00189115", "SQ"],
  MRDiffusionSequence: ["00189117", "SQ"],
  DiffusionGradientDirectionSequence: ["00189076", "SQ"],
  DiffusionBMatrixSequence: ["00189601", "SQ"],
  MRVelocityEncodingSequence: ["00189197", "SQ"],
  MRArterialSpinLabelingSequence: ["00189251", "SQ"],
  CTXRayDetailsSequence: ["00189325", "SQ"],
  CTReconstructionSequence: ["00189314", "SQ"],

  // Functional groups: what they say of a frame
  FrameType: ["00089007", "CS"],
  StackID: ["00209056", "SH"],
  InStackPositionNumber: ["00209057", "UL"],
  DimensionIndexValues: ["00209157", "UL"],
  ConcatenationUID: ["00209161", "UI"],
  InConcatenationNumber: ["00209162", "US"],
  InConcatenationTotalNumber: ["00209163", "US"],
  ConcatenationFrameOffsetNumber: ["00209228", "UL"],
  FrameAcquisitionNumber: ["00209156", "US"],
  FrameAcquisitionDuration: ["00189220", "FD"],
  VolumeFrameOfReferenceUID: ["00209312", "UI"],
  ImagePositionVolume: ["00209301", "FD"],
  ImageOrientationVolume: ["00209302", "FD"],
  RealWorldValueSlope: ["00409225", "FD"],
  RealWorldValueIntercept: ["00409224", "FD"],
  LUTLabel: ["00409210", "SH"],
  ActualCardiacTriggerDelayTime: ["00209252", "FD"],
  ActualRespiratoryTriggerDelayTime: ["00209257", "FD"],
  ContrastBolusAgentPhase: ["00189344", "CS"],
  DataType: ["00189808", "CS"],
  InversionTimes: ["00189079", "FD"],
  DiffusionBValue: ["00189087", "FD"],
  DiffusionDirectionality: ["00189075", "CS"],
  DiffusionGradientOrientation: ["00189089", "FD"],
  DiffusionBValueXX: ["00189602", "FD"],
  DiffusionBValueXY: ["00189603", "FD"],
  DiffusionBValueXZ: ["00189604", "FD"],
  DiffusionBValueYY: ["00189605", "FD"],
  DiffusionBValueYZ: ["00189606", "FD"],
  DiffusionBValueZZ: ["00189607", "FD"],
  VelocityEncodingDirection: ["00189090", "FD"],
  ASLContext: ["00189257", "CS"],
  ConvolutionKernel: ["00181210", "SH"],

  // Families that are recognised
  GridFrameOffsetVector: ["3004000C", "DS"],
  DoseGridScaling: ["3004000E", "DS"],
  DetectorInformationSequence: ["00540022", "SQ"],

  // Frame index vectors of nuclear medicine (PS3.3 C.8.4.8)
  EnergyWindowVector: ["00540010", "US"],
  RRIntervalVector: ["00540060", "US"],
  TimeSlotVector: ["00540070", "US"],
  SliceVector: ["00540080", "US"],

  // Pixel sizes outside the patient (PS3.3 10.7, C.8.5.5, C.8.8.2)
  ImagerPixelSpacing: ["00181164", "DS"],
  NominalScannedPixelSpacing: ["00182010", "DS"],
  ImagePlanePixelSpacing: ["30020011", "DS"],
  PixelSpacingCalibrationType: ["00280A02", "CS"],
  EstimatedRadiographicMagnificationFactor: ["00181114", "DS"],
  SequenceOfUltrasoundRegions: ["00186011", "SQ"],
  RegionSpatialFormat: ["00186012", "US"],
  RegionLocationMinX0: ["00186018", "UL"],
  RegionLocationMinY0: ["0018601A", "UL"],
  RegionLocationMaxX1: ["0018601C", "UL"],
  RegionLocationMaxY1: ["0018601E", "UL"],
  PhysicalUnitsXDirection: ["00186024", "US"],
  PhysicalUnitsYDirection: ["00186026", "US"],
  PhysicalDeltaX: ["0018602C", "FD"],
  PhysicalDeltaY: ["0018602E", "FD"],

  // Segmentations (PS3.3 C.8.20)
  SegmentationType: ["00620001", "CS"],
  SegmentSequence: ["00620002", "SQ"],
  SegmentedPropertyCategoryCodeSequence: ["00620003", "SQ"],
  SegmentNumber: ["00620004", "US"],
  SegmentLabel: ["00620005", "LO"],
  SegmentAlgorithmType: ["00620008", "CS"],
  SegmentIdentificationSequence: ["0062000A", "SQ"],
  ReferencedSegmentNumber: ["0062000B", "US"],
  RecommendedDisplayCIELabValue: ["0062000D", "US"],
  MaximumFractionalValue: ["0062000E", "US"],
  SegmentedPropertyTypeCodeSequence: ["0062000F", "SQ"],
  SegmentedPropertyTypeModifierCodeSequence: ["00620011", "SQ"],
  SegmentsOverlap: ["00620013", "CS"],
  AnatomicRegionSequence: ["00082218", "SQ"],
  AnatomicRegionModifierSequence: ["00082220", "SQ"],
  CodeValue: ["00080100", "SH"],
  CodingSchemeDesignator: ["00080102", "SH"],
  CodeMeaning: ["00080104", "LO"],
  LongCodeValue: ["00080119", "UC"],
  URNCodeValue: ["00080120", "UR"],
  PixelPaddingValue: ["00280120", "US"],
  ReferencedSeriesSequence: ["00081115", "SQ"],
  ReferencedInstanceSequence: ["0008114A", "SQ"],
  ReferencedSOPInstanceUID: ["00081155", "UI"],
  PlanePositionSlideSequence: ["0048021A", "SQ"],
  TotalPixelMatrixColumns: ["00480006", "UL"],

  // Private: GE MR (block 10 of 0019 and 0043), Philips MR (block 10 of 2001, 10 and 14 of 2005), and
  // what else is needed to know how diffusion was measured
  InPlanePhaseEncodingDirection: ["00181312", "CS"],
  ImageComments: ["00204000", "LT"],
  GeDiffusionGradientFrequency: ["001910BB", "DS"],
  GeDiffusionGradientPhase: ["001910BC", "DS"],
  GeDiffusionGradientSlice: ["001910BD", "DS"],
  GeVasCollapseFlag: ["00431030", "SS"],
  GeBValue: ["00431039", "IS"],
  PhilipsBValue: ["20011003", "FL"],
  PhilipsDiffusionDirection: ["20011004", "CS"],
  PhilipsLabelType: ["20051429", "CS"],
  PhilipsDiffusionGradientX: ["200510B0", "FL"],
  PhilipsDiffusionGradientY: ["200510B1", "FL"],
  PhilipsDiffusionGradientZ: ["200510B2", "FL"],

  // Private: Siemens MR (block 10 of groups 0019 and 0029), United Imaging MR (block 10 of 0065)
  SiemensMrHeader: ["00190010", "LO"],
  SiemensNumberOfImagesInMosaic: ["0019100A", "US"],
  SiemensBValue: ["0019100C", "IS"],
  SiemensDiffusionDirectionality: ["0019100D", "CS"],
  SiemensDiffusionGradientDirection: ["0019100E", "FD"],
  SiemensBMatrix: ["00191027", "FD"],
  SiemensCsaImageHeader: ["00291010", "OB"],
  UihBValue: ["00651009", "FD"],
  UihDiffusionGradientDirection: ["00651037", "FD"],
  UihNumberOfSlicesInGrid: ["00651050", "DS"],
  UihGridSequence: ["00651051", "SQ"],
} as const satisfies Record<string, Attribute>;

/** Keyword of an attribute that the project reads. */
export type Keyword = keyof typeof ATTRIBUTES;
