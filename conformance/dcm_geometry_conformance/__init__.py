"""Small DICOM series with a known truth, and a judge of where a converter puts their voxels."""
