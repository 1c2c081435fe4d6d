#!/usr/bin/env bash
# Makes the files of this folder with the tools of Debian 12: ffmpeg, imagemagick, libheif-examples, libavif-bin, webp, flac, lame,
# vorbis-tools, pandoc, gnumeric, ghostscript. The files are kept, so that the tests need none of these.
set -eu
cd "$(dirname "$0")"
find . -type f ! -name make.sh -delete
im=/usr/bin/convert
quiet="-hide_banner -loglevel error -y"
picture="-f lavfi -i color=c=red:s=32x32:d=0.1:r=25"
sound="-f lavfi -i sine=f=440:d=0.05"
export SOURCE_DATE_EPOCH=0

# Pictures
$im -size 8x8 xc:red png.png
for kind in jpg gif bmp tiff webp psd ico ppm pcx; do $im png.png $kind.$kind; done
$im -delay 10 xc:red xc:blue -resize 8x8\! animated.gif
$im -size 8x8 xc:red -endian MSB big-endian.tiff
heif-enc -q 10 png.png -o heic.heic >/dev/null
ffmpeg $quiet $picture -frames:v 1 frame.png
heif-enc -A -q 10 frame.png -o avif.avif >/dev/null
avifenc -s 10 frame.png avifenc.avif >/dev/null
ffmpeg $quiet $picture -c:v libaom-av1 -cpu-used 8 animated.avif
rm frame.png
printf '<svg xmlns="http://www.w3.org/2000/svg"><rect width="1" height="1"/></svg>' > plain.svg
printf '<?xml version="1.0" encoding="UTF-8"?>\n<!-- made by hand -->\n<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x.dtd">\n<svg xmlns="http://www.w3.org/2000/svg"/>\n' > declared.svg

# Films
for kind in mp4 mov mkv webm avi ogv flv mpg ts wmv; do
    case $kind in
        webm) codec="-c:v libvpx" ;;
        mkv) codec="-c:v mpeg4" ;;
        ogv) codec="-c:v libtheora" ;;
        *) codec="" ;;
    esac
    ffmpeg $quiet $picture $codec -b:v 10k $kind.$kind
done
ffmpeg $quiet $picture -c:v mpeg4 -b:v 10k 3gp.3gp

# Sounds
for kind in wav flac aiff au ogg opus aac m4a mka wma; do ffmpeg $quiet $sound $kind.$kind; done
ffmpeg $quiet $sound -f ipod book.m4b
ffmpeg $quiet $sound -ar 44100 tagged.mp3
ffmpeg $quiet $sound -ar 44100 -write_xing 0 -id3v2_version 0 plain.mp3
ffmpeg $quiet $sound -ar 22050 -write_xing 0 -id3v2_version 0 mpeg2.mp3
ffmpeg $quiet $sound -ar 8000 -write_xing 0 -id3v2_version 0 mpeg25.mp3
lame --quiet --nohist -r -s 16 -m m --resample 16 <(head -c 6000 /dev/zero) lame.mp3
oggenc -Q -o oga.oga wav.wav

# Documents
printf '# Title\n\nText.\n' > text.md
for kind in docx odt epub pptx rtf html rst ipynb tex; do pandoc -s -o $kind.$kind text.md; done
printf 'a,b\n1,2\n' > sheet.csv
for kind in xlsx ods; do ssconvert sheet.csv $kind.$kind; done
gs -q -sDEVICE=pdfwrite -o pdf.pdf -c showpage
printf '#!/usr/bin/env python3\nprint("hi")\n' > code.py
printf 'all:\n\techo hi\n' > Makefile
python3 - <<'PY'
import bz2, gzip, io, lzma, sqlite3, tarfile, zipfile
open("gz.gz", "wb").write(gzip.compress(b"x", mtime=0))
open("bz2.bz2", "wb").write(bz2.compress(b"x"))
open("xz.xz", "wb").write(lzma.compress(b"x"))
with zipfile.ZipFile("zip.zip", "w") as file: file.writestr("note.txt", "hello")
with tarfile.open("tar.tar", "w") as file:
    entry = tarfile.TarInfo("note.txt"); entry.size = 5
    file.addfile(entry, io.BytesIO(b"hello"))
sqlite3.connect("database.db").executescript("create table t(a)")
PY
