"""draw_with_qgis.py PROJECT WHAT WEST SOUTH EAST NORTH: lets QGIS draw our project; prints the seconds of the drawing (of the median frame for pan…)."""

import os
import statistics
import sys
import time

os.environ["QT_QPA_PLATFORM"] = "offscreen"
from qgis.core import *
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor

project, what = sys.argv[1:3]
west, south, east, north = map(float, sys.argv[3:7])
QgsApplication.setPrefixPath("/usr", True)
app = QgsApplication([], True)
app.initQgis()


def layer(prefix):
    source = QgsVectorLayer(project, "all", "ogr")
    tables = [line.split(QgsDataProvider.SUBLAYER_SEPARATOR)[1] for line in source.dataProvider().subLayers()]
    table = next(it for it in tables if it == prefix or it.startswith(prefix + "_"))
    found = QgsVectorLayer(f"{project}|layername={table}", table, "ogr")
    assert found.isValid(), table
    return found


rivers, outfalls, zones = layer("layer_river"), layer("outfall"), layer("layer_zone")
column = next(it.name() for it in rivers.fields() if it.name() in ("strahler", "rank", "field_2"))
zones.setRenderer(QgsSingleSymbolRenderer(QgsFillSymbol.createSimple(
    {"color": "120,200,120,80", "outline_color": "20,120,20", "outline_width": "0.3"})))
rivers.setRenderer(QgsGraduatedSymbolRenderer(column, [
    QgsRendererRange(low - 0.5, high + 0.5, QgsLineSymbol.createSimple({"color": color, "width": width, "capstyle": "round"}), str(low))
    for low, high, width, color in (
        (1, 1, "0.15", "150,190,230"), (2, 3, "0.25", "90,150,220"), (4, 5, "0.5", "40,100,200"), (6, 9, "0.9", "10,60,160"))]))
codes = sorted(outfalls.uniqueValues(outfalls.fields().indexOf("class")), key=str)
outfalls.setRenderer(QgsCategorizedSymbolRenderer("class", [
    QgsRendererCategory(code, QgsMarkerSymbol.createSimple(
        {"name": "circle", "color": ("red", "orange", "green", "gray")[number % 4], "size": "1.6", "outline_width": "0.1"}), str(code))
    for number, code in enumerate(codes)]))
if what == "labels":
    settings = QgsPalLayerSettings()
    settings.fieldName = "name"
    settings.placement = QgsPalLayerSettings.AroundPoint
    outfalls.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    outfalls.setLabelsEnabled(True)

view = QgsMapSettings()
view.setOutputSize(QSize(1920, 1080))
view.setLayers([outfalls, rivers, zones])
view.setBackgroundColor(QColor("white"))
view.setFlag(QgsMapSettings.Antialiasing, True)
view.setFlag(QgsMapSettings.DrawLabeling, what == "labels")
view.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:4490"))
times = []
for frame in range(20 if what.startswith("pan") else 1):
    shift = 0.0 if what == "pan0" else (east - west) * 0.1 * frame
    view.setExtent(QgsRectangle(west + shift, south, east + shift, north))
    began = time.perf_counter()
    job = QgsMapRendererParallelJob(view)
    job.start()
    job.waitForFinished()
    image = job.renderedImage()
    times.append(time.perf_counter() - began)
image.save(os.path.join(os.path.dirname(project), f"qgis_{what}.png"))
print(statistics.median(times))
sys.stdout.flush()
os._exit(0)
