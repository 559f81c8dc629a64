import warnings

# pydicom remarks on made-up values that are meant to be odd.
warnings.filterwarnings("ignore", module="pydicom")
