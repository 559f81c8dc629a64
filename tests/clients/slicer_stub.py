"""What the module and the console snippet use of Slicer, with the real vtk; widgets are mocks."""

import sys
import types
from unittest import mock

import numpy as np
import vtk
from vtk.util import numpy_support


class Node:
    """A volume of the scene: image and matrix, as Slicer keeps them."""

    def __init__(self, class_name, name):
        self.class_name = class_name
        self.name = name
        self.attributes = {}
        self.image = vtk.vtkImageData()
        self.matrix = vtk.vtkMatrix4x4()

    def GetName(self):
        return self.name

    def GetAttribute(self, name):
        return self.attributes.get(name)

    def ras_of(self, i, j, k):
        return self.matrix.MultiplyPoint((i, j, k, 1))[:3]

    def value_at(self, i, j, k):
        return self.image.GetScalarComponentAsDouble(i, j, k, 0)


class Database:
    """Slicer's DICOM database: instances and their files."""

    def __init__(self):
        self.files = {}
        self.series = {}

    def fileForInstance(self, uid):
        return self.files.get(uid, "")

    def filesForSeries(self, uid):
        return self.series[uid]


def add_volume_from_array(array, ijkToRAS=None, name=None, nodeClassName=None):
    """Arrays are k, j, i (as slicer.util says); the matrix is of i, j, k."""
    node = Node(nodeClassName, name)
    node.image.SetDimensions(array.shape[::-1])
    node.image.GetPointData().SetScalars(numpy_support.numpy_to_vtk(array.ravel(), deep=True))
    node.matrix.DeepCopy(np.asarray(ijkToRAS, float).ravel())
    return node


class Base:
    """In place of Slicer's classes that modules are made of."""

    def __init__(self, parent=None):
        self.parent = parent
        self.layout = mock.MagicMock()

    def setup(self):
        pass


def install():
    """Puts the modules where `import` finds them; the stand-in of `slicer`."""
    slicer = types.ModuleType("slicer")
    loadable = types.ModuleType("slicer.ScriptedLoadableModule")
    for name in ("ScriptedLoadableModule", "ScriptedLoadableModuleLogic", "ScriptedLoadableModuleWidget"):
        setattr(loadable, name, Base)
    slicer.ScriptedLoadableModule = loadable
    slicer.dicomDatabase = Database()
    slicer.mrmlScene = mock.MagicMock()
    slicer.qMRMLNodeComboBox = mock.MagicMock()
    slicer.util = mock.MagicMock()
    slicer.util.addVolumeFromArray = add_volume_from_array
    for name in ("qt", "ctk"):
        sys.modules[name] = widgets = mock.MagicMock()
        for kind in ("ctkPathLineEdit", "QCheckBox", "QComboBox", "QFormLayout", "QLabel", "QLineEdit", "QPushButton"):
            getattr(widgets, kind).side_effect = lambda *_: mock.MagicMock()
    sys.modules["slicer"] = slicer
    sys.modules["slicer.ScriptedLoadableModule"] = loadable
    return slicer
