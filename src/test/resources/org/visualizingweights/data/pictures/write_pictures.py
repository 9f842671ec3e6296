"""Writes pictures.zip: pictures of 16 x 16, and in pictures.txt what Pillow reads in each.

Run where it lies, with Debian's python3-pil 9.4. Where Pillow is not asked, as for white behind what
is transparent, the arithmetic is below.
"""
import os
import struct
import tempfile
import zipfile
import zlib

from PIL import Image, ImageCms, ImageOps

here = os.getcwd()
os.chdir(tempfile.mkdtemp())
SIDE = 16
GREY, COLOUR = 128, (128, 64, 32)
lines = []


def note(name, rgb):
    lines.append("%s %d %d %d\n" % (name, *rgb))


def by_pillow(name):
    upright = ImageOps.exif_transpose(Image.open(name)).convert("RGB")
    note(name, upright.getpixel((SIDE // 2, SIDE // 4)))


def save(image, name, **how):
    image.save(name, **how)
    by_pillow(name)


def on_white(value, alpha):
    return round(value * alpha / 255 + 255 - alpha)


def full(mode, *values):
    return Image.new(mode, (SIDE, SIDE), values if len(values) > 1 else values[0])


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(name, bits, colour_type, pixel, rgb, *more):
    header = struct.pack(">IIBBBBB", SIDE, SIDE, bits, colour_type, 0, 0, 0)
    rows = (b"\0" + pixel * SIDE) * SIDE
    with open(name, "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + b"".join(more))
        file.write(chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))
    note(name, rgb)


def tiff(name, pixel, bits, photometric, rgb=None, extra=(), sample_format=1):
    """Uncompressed; pixel is packed already, bits is of each sample."""
    tags = [(256, [SIDE]), (257, [SIDE]), (258, bits), (259, [1]), (262, [photometric])]
    tags += [(273, [1024]), (277, [len(bits)]), (278, [SIDE]), (279, [len(pixel) * SIDE * SIDE])]
    tags += [(338, extra)] * bool(extra) + [(339, [sample_format] * len(bits))]
    directory, values = b"", b""
    for tag, numbers in tags:
        packed = struct.pack("<%dH" % len(numbers), *numbers)
        directory += struct.pack("<HHI", tag, 3, len(numbers))
        if len(packed) > 4:
            directory += struct.pack("<I", 512 + len(values))
            values += packed
        else:
            directory += packed.ljust(4, b"\0")
    head = b"II*\0" + struct.pack("<IH", 8, len(tags)) + directory + b"\0" * 4
    with open(name, "wb") as file:
        file.write((head.ljust(512, b"\0") + values).ljust(1024, b"\0") + pixel * SIDE * SIDE)
    if rgb:
        note(name, rgb)


def adobe_rgb():
    """A profile with Adobe RGB's primaries and gamma."""
    fixed = lambda *xs: b"".join(struct.pack(">i", round(x * 65536)) for x in xs)
    xyz = lambda *xs: b"XYZ \0\0\0\0" + fixed(*xs)
    text = b"desc\0\0\0\0" + struct.pack(">I", 4) + b"rgb\0" + b"\0" * 80
    gamma = b"curv\0\0\0\0" + struct.pack(">IHH", 1, 563, 0)
    tags = [(b"desc", text), (b"wtpt", xyz(0.9642, 1, 0.8249))]
    tags += [(b"rXYZ", xyz(0.60974, 0.31111, 0.01947)), (b"gXYZ", xyz(0.20528, 0.62567, 0.06087))]
    tags += [(b"bXYZ", xyz(0.14919, 0.06322, 0.74457)), (b"cprt", b"text\0\0\0\0none\0\0\0\0")]
    tags += [(name, gamma) for name in (b"rTRC", b"gTRC", b"bTRC")]
    at, table, data = 132 + 12 * len(tags), b"", b""
    for name, value in tags:
        table += name + struct.pack(">II", at + len(data), len(value))
        data += value
    head = struct.pack(">I4sI4s4s4s", at + len(data), b"lcms", 0x2100000, b"mntr", b"RGB ", b"XYZ ")
    head += struct.pack(">6H", 2020, 1, 1, 0, 0, 0) + b"acspAPPL" + b"\0" * 24
    head += fixed(0.9642, 1, 0.8249) + b"lcms" + b"\0" * 44
    return head + struct.pack(">I", len(tags)) + table + data


def segments(jpeg):
    at, found = 2, []
    while jpeg[at + 1] != 0xDA:
        end = at + 2 + struct.unpack(">H", jpeg[at + 2 : at + 4])[0]
        found.append((jpeg[at + 1], jpeg[at:end]))
        at = end
    return found, jpeg[at:]


def rewritten(name, source, change):
    with open(source, "rb") as file:
        found, rest = segments(file.read())
    with open(name, "wb") as file:
        file.write(b"\xff\xd8" + b"".join(change(*segment) for segment in found) + rest)


# The same grey, in all forms.
save(full("L", GREY), "grey.png")
save(full("LA", GREY, 255), "grey-alpha.png")
png("grey-alpha-16.png", 16, 4, struct.pack(">HH", GREY * 257, 65535), [GREY] * 3)
png("grey-key.png", 8, 0, bytes([GREY]), [GREY] * 3, chunk(b"tRNS", b"\0\7"))
png("grey-16.png", 16, 0, struct.pack(">H", GREY * 257), [GREY] * 3)
save(full("LA", GREY, 255), "grey-alpha.tif")
tiff("grey-16.tif", struct.pack("<H", GREY * 257), [16], 1, [GREY] * 3)
tiff("grey-inverted.tif", bytes([255 - GREY]), [8], 0, [GREY] * 3)
tiff("grey-more.tif", bytes([GREY, 7]), [8, 8], 1, [GREY] * 3, extra=[0])
save(full("L", GREY), "grey.gif")

# Half of it shows, and white behind it.
full("LA", GREY, 128).save("half.png")
note("half.png", [on_white(GREY, 128)] * 3)
tiff("half.tif", bytes([GREY, 128]), [8, 8], 1, [on_white(GREY, 128)] * 3, extra=[2])
tiff("half-premultiplied.tif", bytes([64, 128]), [8, 8], 1, [64 + 255 - 128] * 3, extra=[1])
full("RGBA", *COLOUR, 128).save("half-colour.png")
note("half-colour.png", [on_white(value, 128) for value in COLOUR])

# Colour.
save(full("RGB", *COLOUR), "colour.png")
save(full("RGB", *COLOUR), "colour.jpg", quality=95)
save(full("RGB", *COLOUR), "colour.bmp")
png("colour-16.png", 16, 2, struct.pack(">HHH", *(v * 257 for v in COLOUR)), COLOUR)
tiff("fourth-band.tif", bytes([*COLOUR, 7]), [8] * 4, 2, COLOUR, extra=[0])
tiff("fourth-band-unsaid.tif", bytes([*COLOUR, 7]), [8] * 4, 2, COLOUR)
save(full("RGB", *COLOUR).convert("CMYK"), "ink.tif")
save(full("CMYK", 10, 120, 200, 60), "ink-mixed.tif")
tiff("ink-16.tif", struct.pack("<4H", *(v * 257 for v in (10, 120, 200, 60))), [16] * 4, 5)
note("ink-16.tif", Image.open("ink-mixed.tif").convert("RGB").getpixel((0, 0)))
save(full("RGB", *COLOUR).convert("CMYK"), "ink.jpg", quality=95)
rewritten("ink-ycck.jpg", "ink.jpg", lambda kind, it: it[:-1] + b"\2" if kind == 0xEE else it)
by_pillow("ink-ycck.jpg")
rewritten("ink-without-adobe.jpg", "ink.jpg", lambda kind, it: b"" if kind == 0xEE else it)
by_pillow("ink-without-adobe.jpg")

# Profiles change nothing.
lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
for kind in ("png", "jpg", "tif"):
    save(full("RGB", *COLOUR), "profile." + kind, icc_profile=adobe_rgb(), quality=95)
save(full("RGB", *COLOUR), "profile-broken.jpg", icc_profile=b"no profile", quality=95)
save(full("RGB", *COLOUR).convert("CMYK"), "ink-profile.jpg", icc_profile=adobe_rgb(), quality=95)
save(full("L", GREY), "grey-profile.jpg", icc_profile=lab, quality=95)

# White above black, as it is to be seen; the pixel that is noted lies in the white.
two = full("RGB", 0, 0, 0)
two.paste((255, 255, 255), (0, 0, SIDE, SIDE // 2))
for orientation, turn in ((3, Image.ROTATE_180), (6, Image.ROTATE_90), (8, Image.ROTATE_270)):
    exif = Image.Exif()
    exif[0x112] = orientation
    lying = two.transpose(turn)
    save(lying, "turned-%d.jpg" % orientation, exif=exif, quality=95)
    save(lying, "turned-%d.png" % orientation, exif=exif)

# What is refused.
for name, bits, form, value in (
    ("float", 32, 3, struct.pack("<f", 0.5)),
    ("int", 32, 2, struct.pack("<i", GREY)),
    ("unsigned", 32, 1, struct.pack("<I", GREY)),
    ("signed", 16, 2, struct.pack("<h", GREY)),
):
    tiff("refused-%s.tif" % name, value, [bits], 1, sample_format=form)
tiff("refused-lab.tif", bytes(COLOUR), [8] * 3, 8)

with zipfile.ZipFile(here + "/pictures.zip", "w", zipfile.ZIP_DEFLATED) as archive:
    for name in sorted(os.listdir()):
        archive.write(name)
    archive.writestr("pictures.txt", "".join(lines))
