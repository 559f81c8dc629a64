"""All cases, a module for each group of kinds; the order here is that of the table."""

from . import (  # noqa: F401
    a_order,
    b_spacing,
    c_faults,
    d_pixels,
    e_orientations,
    f_multiframe,
    g_fourth_axis,
    h_grids,
    i_derived,
    j_diffusion,
    k_encodings,
    l_arrays,
)
