"""Makes the fixtures of tests/data/basemap with GDAL 3.6 and the package pmtiles."""
import os, subprocess, struct, sys
from osgeo import gdal, osr
gdal.UseExceptions()
W, H = 300, 240
def srs(n):
    s = osr.SpatialReference(); s.ImportFromEPSG(n); s.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER); return s
def rgb(path_mem=''):
    ds = gdal.GetDriverByName('MEM').Create('', W, H, 3, gdal.GDT_Byte)
    ds.SetGeoTransform((650000, 20, 0, 4251600, 0, -20)); ds.SetProjection(srs(4546).ExportToWkt())
    r = bytearray(); g = bytearray(); b = bytearray()
    for y in range(H):
        for x in range(W):
            mark = 200 <= x < 204 and 100 <= y < 104
            r.append(255 if mark else 40 + x // 3); g.append(0 if mark else 60 + y // 2); b.append(0 if mark else 120)
    for i, band in enumerate((r, g, b)):
        ds.GetRasterBand(i + 1).WriteRaster(0, 0, W, H, bytes(band))
    return ds
base = rgb()
gt = gdal.GetDriverByName('GTiff')
# tiled with overviews
for name, opts in [('cog.tif', ['TILED=YES','BLOCKXSIZE=64','BLOCKYSIZE=64','COMPRESS=DEFLATE','PREDICTOR=2']),
                   ('planar.tif', ['INTERLEAVE=BAND','COMPRESS=LZW','PREDICTOR=2']),
                   ('jpeg.tif', ['TILED=YES','BLOCKXSIZE=64','BLOCKYSIZE=64','COMPRESS=JPEG','PHOTOMETRIC=YCBCR','JPEG_QUALITY=90'])]:
    if os.path.exists(name): os.remove(name)
    d = gt.CreateCopy(name, base, options=opts)
    if name == 'cog.tif':
        d.FlushCache(); d = None
        d = gdal.Open(name, gdal.GA_Update); gdal.SetConfigOption('COMPRESS_OVERVIEW','DEFLATE'); gdal.SetConfigOption('GDAL_TIFF_OVR_BLOCKSIZE','64'); d.BuildOverviews('AVERAGE', [2, 4])
    d = None
# 16 bit grey with nodata
d = gt.Create('grey16.tif', W, H, 1, gdal.GDT_UInt16, ['COMPRESS=DEFLATE','PREDICTOR=2'])
d.SetGeoTransform(base.GetGeoTransform()); d.SetProjection(base.GetProjection())
rows = b''.join(struct.pack('<H', 0 if x < 10 else 300 + x * 4) for y in range(H) for x in range(W))
d.GetRasterBand(1).WriteRaster(0, 0, W, H, rows); d.GetRasterBand(1).SetNoDataValue(0); d = None
# palette
d = gt.Create('palette.tif', W, H, 1, gdal.GDT_Byte, ['COMPRESS=LZW'])
d.SetGeoTransform(base.GetGeoTransform()); d.SetProjection(base.GetProjection())
ct = gdal.ColorTable(); [ct.SetColorEntry(i, c) for i, c in enumerate([(255,255,255),(200,30,30),(30,90,200)])]
d.GetRasterBand(1).SetColorTable(ct)
d.GetRasterBand(1).WriteRaster(0, 0, W, H, bytes(1 if 200 <= x < 204 and 100 <= y < 104 else (2 if x > 250 else 0) for y in range(H) for x in range(W))); d = None
# geographic, pixel is point
d = gt.Create('point.tif', 4, 4, 1, gdal.GDT_Byte); d.SetGeoTransform((112.0, 0.25, 0, 39.0, 0, -0.25)); d.SetProjection(srs(4490).ExportToWkt()); d.SetMetadataItem('AREA_OR_POINT','Point'); d.GetRasterBand(1).WriteRaster(0,0,4,4,bytes(range(0,160,10))); d=None
# mask
gdal.SetConfigOption('GDAL_TIFF_INTERNAL_MASK','YES')
d = gt.CreateCopy('mask.tif', base, options=['TILED=YES','BLOCKXSIZE=64','BLOCKYSIZE=64','COMPRESS=JPEG','PHOTOMETRIC=YCBCR'])
d.CreateMaskBand(gdal.GMF_PER_DATASET); d.GetRasterBand(1).GetMaskBand().WriteRaster(0,0,W,H,bytes(0 if x<150 else 255 for y in range(H) for x in range(W))); d=None
# world file png, jpg
gdal.Translate('map.png', base, format='PNG', creationOptions=['WORLDFILE=YES']); gdal.Translate('map.jpg', base, format='JPEG', creationOptions=['WORLDFILE=YES'])
prj = srs(4546).ExportToWkt(['FORMAT=WKT1_ESRI'])
for n in ('map',): open(n + '.prj', 'w').write(prj)
# gdal names world files .wld; offices use .pgw and .jgw
os.rename('map.wld', 'map.pgw'); open('map.jgw','w').write(open('map.pgw').read())
for f in ('map.png.aux.xml','map.jpg.aux.xml'):
    if os.path.exists(f): os.remove(f)
# mbtiles
warped = gdal.Warp('', base, format='MEM', dstSRS='EPSG:3857', dstAlpha=True)
gdal.Translate('raster.mbtiles', warped, format='MBTILES', creationOptions=['TILE_FORMAT=PNG','NAME=Raster fixture','ZLEVEL=9'])
d = gdal.Open('raster.mbtiles', gdal.GA_Update); d.BuildOverviews('AVERAGE',[2,4]); d=None
# vector tiles
for f in ('vector.mbtiles','vector.gpkg'):
    if os.path.exists(f): os.remove(f)
from osgeo import ogr
drv = ogr.GetDriverByName('GPKG').CreateDataSource('vector.gpkg')
s = srs(4326)
def layer(name, kind, rows, field='class'):
    l = drv.CreateLayer(name, s, kind); l.CreateField(ogr.FieldDefn(field, ogr.OFTString))
    for wkt, c in rows:
        f = ogr.Feature(l.GetLayerDefn()); f.SetField(field, c); f.SetGeometry(ogr.CreateGeometryFromWkt(wkt)); l.CreateFeature(f)
layer('water', ogr.wkbPolygon, [('POLYGON((112.70 38.30,112.90 38.30,112.90 38.40,112.70 38.40,112.70 38.30))','lake')])
layer('waterway', ogr.wkbLineString, [('LINESTRING(112.5 38.5,112.7 38.35)','river')])
layer('transportation', ogr.wkbLineString, [('LINESTRING(112.5 38.2,112.95 38.45)','motorway'),('LINESTRING(112.6 38.45,112.95 38.45)','minor')])
layer('landuse', ogr.wkbPolygon, [('POLYGON((112.60 38.42,112.68 38.42,112.68 38.47,112.60 38.47,112.60 38.42))','residential')])
layer('poi', ogr.wkbPoint, [('POINT(112.7 38.4)','shop')])
drv = None
gdal.VectorTranslate('vector.mbtiles', 'vector.gpkg', format='MVT', datasetCreationOptions=['FORMAT=MBTILES','MINZOOM=8','MAXZOOM=10','NAME=Vector fixture'])
from pmtiles.convert import mbtiles_to_pmtiles
for n in ('raster','vector'):
    if os.path.exists(n + '.pmtiles'): os.remove(n + '.pmtiles')
    mbtiles_to_pmtiles(n + '.mbtiles', n + '.pmtiles', None)
