"""compare_with_qgis.py PROJECT TABLE PNG WEST SOUTH EAST NORTH: lets QGIS draw one of our layers with the style that it finds in the file; edges in metres (EPSG:3857)."""

import os
import sys

os.environ["QT_QPA_PLATFORM"] = "offscreen"
from qgis.core import *
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor

project, table, png = sys.argv[1:4]
QgsApplication.setPrefixPath("/usr", True)
app = QgsApplication([], True)
app.initQgis()
layer = QgsVectorLayer(f"{project}|layername={table}", table, "ogr")
assert layer.isValid(), table
message, found = layer.loadDefaultStyle()
assert found, message

view = QgsMapSettings()
view.setOutputSize(QSize(1920, 1080))
view.setOutputDpi(96)
view.setLayers([layer])
view.setBackgroundColor(QColor("white"))
view.setFlag(QgsMapSettings.Antialiasing, True)
view.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
view.setExtent(QgsRectangle(*map(float, sys.argv[4:8])))
job = QgsMapRendererSequentialJob(view)
job.start()
job.waitForFinished()
job.renderedImage().save(png)
sys.stdout.flush()
os._exit(0)
