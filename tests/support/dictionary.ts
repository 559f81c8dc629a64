/**
 * Tags and value representations by keyword (PS3.6), for the objects that the tests write.
 *
 * A table of its own, typed from the standard: a slip in the library's table must not be repeated
 * by the objects that test it.
 *
 * @module
 */

const lines = `
  00020000 UL FileMetaInformationGroupLength
  00020001 OB FileMetaInformationVersion
  00020002 UI MediaStorageSOPClassUID
  00020003 UI MediaStorageSOPInstanceUID
  00020010 UI TransferSyntaxUID
  00020012 UI ImplementationClassUID
  00080005 CS SpecificCharacterSet
  00080008 CS ImageType
  00080016 UI SOPClassUID
  00080018 UI SOPInstanceUID
  00080020 DA StudyDate
  00080022 DA AcquisitionDate
  00080023 DA ContentDate
  0008002A DT AcquisitionDateTime
  00080030 TM StudyTime
  00080032 TM AcquisitionTime
  00080033 TM ContentTime
  00080060 CS Modality
  00080070 LO Manufacturer
  00080080 LO InstitutionName
  00080100 SH CodeValue
  00080102 SH CodingSchemeDesignator
  00080104 LO CodeMeaning
  00080119 UC LongCodeValue
  0008103E LO SeriesDescription
  00081090 LO ManufacturerModelName
  00081115 SQ ReferencedSeriesSequence
  00081140 SQ ReferencedImageSequence
  0008114A SQ ReferencedInstanceSequence
  00081150 UI ReferencedSOPClassUID
  00081155 UI ReferencedSOPInstanceUID
  00082112 SQ SourceImageSequence
  00082218 SQ AnatomicRegionSequence
  00082220 SQ AnatomicRegionModifierSequence
  00083002 UI AvailableTransferSyntaxUID
  00089007 CS FrameType
  00089205 CS PixelPresentation
  00089208 CS ComplexImageComponent
  00100010 PN PatientName
  00100020 LO PatientID
  00100030 DA PatientBirthDate
  00180010 LO ContrastBolusAgent
  00180050 DS SliceThickness
  00180060 DS KVP
  00180080 DS RepetitionTime
  00180081 DS EchoTime
  00180082 DS InversionTime
  00180086 IS EchoNumbers
  00180088 DS SpacingBetweenSlices
  00181060 DS TriggerTime
  00181120 DS GantryDetectorTilt
  00181164 DS ImagerPixelSpacing
  00181314 DS FlipAngle
  00185100 CS PatientPosition
  00189074 DT FrameAcquisitionDateTime
  00189075 CS DiffusionDirectionality
  00189076 SQ DiffusionGradientDirectionSequence
  00189082 FD EffectiveEchoTime
  00189087 FD DiffusionBValue
  00189089 FD DiffusionGradientOrientation
  00189114 SQ MREchoSequence
  00189117 SQ MRDiffusionSequence
  00189118 SQ CardiacSynchronizationSequence
  00189151 DT FrameReferenceDateTime
  00189220 FD FrameAcquisitionDuration
  00189226 SQ MRImageFrameTypeSequence
  00189806 SQ USImageDescriptionSequence
  0020000D UI StudyInstanceUID
  0020000E UI SeriesInstanceUID
  00200010 SH StudyID
  00200011 IS SeriesNumber
  00200012 IS AcquisitionNumber
  00200013 IS InstanceNumber
  00200032 DS ImagePositionPatient
  00200037 DS ImageOrientationPatient
  00200052 UI FrameOfReferenceUID
  00200100 IS TemporalPositionIdentifier
  00200105 IS NumberOfTemporalPositions
  00201041 DS SliceLocation
  00209056 SH StackID
  00209057 UL InStackPositionNumber
  00209111 SQ FrameContentSequence
  00209113 SQ PlanePositionSequence
  00209116 SQ PlaneOrientationSequence
  00209128 UL TemporalPositionIndex
  00209153 FD NominalCardiacTriggerDelayTime
  00209157 UL DimensionIndexValues
  00209161 UI ConcatenationUID
  00209162 US InConcatenationNumber
  00209163 US InConcatenationTotalNumber
  00209165 AT DimensionIndexPointer
  00209167 AT FunctionalGroupPointer
  00209170 SQ UnassignedSharedConvertedAttributesSequence
  00209171 SQ UnassignedPerFrameConvertedAttributesSequence
  00209221 SQ DimensionOrganizationSequence
  00209222 SQ DimensionIndexSequence
  00209228 UL ConcatenationFrameOffsetNumber
  00209301 FD ImagePositionVolume
  00209302 FD ImageOrientationVolume
  0020930E SQ PlanePositionVolumeSequence
  0020930F SQ PlaneOrientationVolumeSequence
  00209312 UI VolumeFrameOfReferenceUID
  00280002 US SamplesPerPixel
  00280004 CS PhotometricInterpretation
  00280006 US PlanarConfiguration
  00280008 IS NumberOfFrames
  00280009 AT FrameIncrementPointer
  00280010 US Rows
  00280011 US Columns
  00280030 DS PixelSpacing
  00280100 US BitsAllocated
  00280101 US BitsStored
  00280102 US HighBit
  00280103 US PixelRepresentation
  00280120 US PixelPaddingValue
  00281052 DS RescaleIntercept
  00281053 DS RescaleSlope
  00281054 LO RescaleType
  00289110 SQ PixelMeasuresSequence
  00289145 SQ PixelValueTransformationSequence
  00480006 UL TotalPixelMatrixColumns
  0048021A SQ PlanePositionSlideSequence
  00540022 SQ DetectorInformationSequence
  00540080 US SliceVector
  00541300 DS FrameReferenceTime
  00620001 CS SegmentationType
  00620002 SQ SegmentSequence
  00620003 SQ SegmentedPropertyCategoryCodeSequence
  00620004 US SegmentNumber
  00620005 LO SegmentLabel
  00620006 ST SegmentDescription
  00620008 CS SegmentAlgorithmType
  00620009 LO SegmentAlgorithmName
  0062000A SQ SegmentIdentificationSequence
  0062000B US ReferencedSegmentNumber
  0062000D US RecommendedDisplayCIELabValue
  0062000E US MaximumFractionalValue
  0062000F SQ SegmentedPropertyTypeCodeSequence
  00620011 SQ SegmentedPropertyTypeModifierCodeSequence
  00620013 CS SegmentsOverlap
  00620020 UT TrackingID
  00620021 UI TrackingUID
  00700084 PN ContentCreatorName
  30040004 CS DoseType
  3004000C DS GridFrameOffsetVector
  3004000E DS DoseGridScaling
  52009229 SQ SharedFunctionalGroupsSequence
  52009230 SQ PerFrameFunctionalGroupsSequence
  7FE00008 OF FloatPixelData
  7FE00009 OD DoubleFloatPixelData
  7FE00010 OW PixelData
`;

/** Tag as `ggggeeee` (upper-case hexadecimal) and value representation. */
export interface Entry {
  readonly tag: string;
  readonly vr: string;
}

const byKeyword: ReadonlyMap<string, Entry> = new Map(
  lines.trim().split("\n").map((line) => {
    const [tag, vr, keyword] = line.trim().split(" ") as [string, string, string];
    return [keyword, { tag, vr }];
  }),
);

/** Tag and VR of a keyword; undefined when the table has no such line. */
export function lookUp(keyword: string): Entry | undefined {
  return byKeyword.get(keyword);
}

/** Keyword by tag; a private or unlisted tag stands for itself. */
export function keywordOf(tag: string): string {
  for (const [keyword, entry] of byKeyword) if (entry.tag === tag) return keyword;
  return tag;
}
