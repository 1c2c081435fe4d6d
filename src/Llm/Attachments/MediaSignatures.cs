namespace Llm;

/// <summary>Recognises binary formats by their first bytes.</summary>
/// <remarks>
/// Some of these bytes are letters with which a text may begin, so texts have to be excluded before. Where two bytes are all that a
/// format has, the fields after them are checked, too.
/// </remarks>
internal static class MediaSignatures
{
    private static readonly (int Offset, byte[] Bytes, string Type)[] Signatures =
    [
        (0, [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a], "image/png"),
        (0, [0xff, 0xd8, 0xff], "image/jpeg"),
        (0, "GIF87a"u8.ToArray(), "image/gif"),
        (0, "GIF89a"u8.ToArray(), "image/gif"),
        (0, [(byte)'I', (byte)'I', 0x2a, 0], "image/tiff"),
        (0, [(byte)'M', (byte)'M', 0, 0x2a], "image/tiff"),
        (0, [0, 0, 1, 0], "image/vnd.microsoft.icon"),
        (0, "8BPS"u8.ToArray(), "image/vnd.adobe.photoshop"),
        (0, [0xff, 0x0a], "image/jxl"),
        (4, "JXL \r\n"u8.ToArray(), "image/jxl"),
        (0, "P4\n"u8.ToArray(), "image/x-portable-bitmap"),
        (0, "P5\n"u8.ToArray(), "image/x-portable-graymap"),
        (0, "P6\n"u8.ToArray(), "image/x-portable-pixmap"),
        (0, "%PDF-"u8.ToArray(), "application/pdf"),
        (0, "fLaC"u8.ToArray(), "audio/flac"),
        (0, ".snd"u8.ToArray(), "audio/basic"),
        (0, "MThd"u8.ToArray(), "audio/midi"),
        (0, "FLV\u0001"u8.ToArray(), "video/x-flv"),
        (0, [0, 0, 1, 0xba], "video/mpeg"),
        (0, [0, 0, 1, 0xb3], "video/mpeg"),
        (0, [0x30, 0x26, 0xb2, 0x75, 0x8e, 0x66, 0xcf, 0x11], "video/x-ms-asf"),
        (0, [(byte)'P', (byte)'K', 3, 4], ZipTypes.Generic),
        (0, [(byte)'P', (byte)'K', 5, 6], ZipTypes.Generic),
        (0, [0x1f, 0x8b], "application/gzip"),
        (0, "BZh"u8.ToArray(), "application/x-bzip2"),
        (0, [0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0], "application/x-xz"),
        (0, [0x28, 0xb5, 0x2f, 0xfd], "application/zstd"),
        (0, [(byte)'7', (byte)'z', 0xbc, 0xaf, 0x27, 0x1c], "application/x-7z-compressed"),
        (0, "Rar!\u001a\u0007"u8.ToArray(), "application/vnd.rar"),
        (257, "ustar"u8.ToArray(), "application/x-tar"),
        (0, "SQLite format 3\0"u8.ToArray(), "application/x-sqlite3"),
    ];

    /// <summary>The type of binary content, or null.</summary>
    public static string? Find(ReadOnlySpan<byte> content)
    {
        foreach (var (offset, bytes, type) in Signatures)
        {
            if (At(content, offset, bytes)) return type;
        }

        return Container(content) ?? (IsBitmap(content) ? "image/bmp" : null) ?? Stream(content);
    }

    private static bool At(ReadOnlySpan<byte> content, int offset, ReadOnlySpan<byte> bytes) =>
        content.Length >= offset + bytes.Length && content.Slice(offset, bytes.Length).SequenceEqual(bytes);

    /// <summary>Formats that hold others: the kind stands behind the first bytes.</summary>
    private static string? Container(ReadOnlySpan<byte> content)
    {
        if (At(content, 0, "RIFF"u8) || At(content, 0, "RF64"u8))
        {
            if (At(content, 8, "WEBP"u8)) return "image/webp";
            if (At(content, 8, "WAVE"u8)) return "audio/wav";
            return At(content, 8, "AVI "u8) ? "video/x-msvideo" : null;
        }

        if (At(content, 0, "FORM"u8)) return At(content, 8, "AIFF"u8) || At(content, 8, "AIFC"u8) ? "audio/aiff" : null;
        // The first page names the codecs.
        if (At(content, 0, "OggS"u8)) return content.IndexOf("theora"u8) >= 0 ? "video/ogg" : "audio/ogg";
        if (At(content, 0, [0x1a, 0x45, 0xdf, 0xa3])) return content.IndexOf("webm"u8) >= 0 ? "video/webm" : "video/x-matroska";
        return At(content, 4, "ftyp"u8) && content.Length >= 12 ? BaseMedia(content) : null;
    }

    /// <summary>Formats of the ISO base media family, by their major brand or, for general pictures, by the first compatible one.</summary>
    private static string BaseMedia(ReadOnlySpan<byte> content)
    {
        var length = Math.Min(content.Length, content[2] * 256 + content[3]);
        var type = Brand(content[8..12]);
        // The minor version stands between the brands.
        for (var at = 16; at + 4 <= length && type == "image/heif"; at += 4) type = Brand(content.Slice(at, 4)) ?? type;
        return type ?? "video/mp4";
    }

    private static string? Brand(ReadOnlySpan<byte> brand)
    {
        if (brand.SequenceEqual("avif"u8) || brand.SequenceEqual("avis"u8)) return "image/avif";
        if (brand.SequenceEqual("mif1"u8) || brand.SequenceEqual("msf1"u8)) return "image/heif";
        // heic, heix, heim and heis are single pictures; hevc, hevx, hevm and hevs are sequences.
        if (brand.StartsWith("he"u8) && brand[2] is (byte)'i' or (byte)'v' && brand[3] is (byte)'c' or (byte)'x' or (byte)'m' or (byte)'s')
            return "image/heic";
        if (brand.SequenceEqual("qt  "u8)) return "video/quicktime";
        if (brand.SequenceEqual("M4A "u8) || brand.SequenceEqual("M4B "u8)) return "audio/mp4";
        if (brand.StartsWith("3gp"u8)) return "video/3gpp";
        return brand.StartsWith("3g2"u8) ? "video/3gpp2" : null;
    }

    /// <summary>A bitmap has one of the known sizes of its second header.</summary>
    private static bool IsBitmap(ReadOnlySpan<byte> content) =>
        At(content, 0, "BM"u8) && content.Length >= 18 && content[14] is 12 or 16 or 40 or 52 or 56 or 64 or 108 or 124
            && content[15..18].IndexOfAnyExcept((byte)0) < 0;

    /// <summary>Streams of frames, which have no header of a file.</summary>
    private static string? Stream(ReadOnlySpan<byte> content)
    {
        // A tag has a version and a size of four bytes without their highest bits.
        if (At(content, 0, "ID3"u8) && content.Length >= 10 && content[3] is >= 2 and <= 4
            && content[6..10].IndexOfAnyInRange((byte)0x80, (byte)0xff) < 0)
            return "audio/mpeg";
        if (content.Length >= 189 && content[0] == 0x47 && content[188] == 0x47) return "video/mp2t";
        if (content.Length < 4 || content[0] != 0xff || (content[1] & 0xe0) != 0xe0) return null;
        var (version, layer) = ((content[1] >> 3) & 3, (content[1] >> 1) & 3);
        // AAC has the layer 0 and a frequency index below 13.
        if (layer == 0) return (content[1] & 0xf0) == 0xf0 && ((content[2] >> 2) & 15) < 13 ? "audio/aac" : null;
        // FF FE begins a text in UTF-16, and would be layer I.
        return version != 1 && layer != 3 && content[2] >> 4 is not (0 or 15) && ((content[2] >> 2) & 3) != 3 ? "audio/mpeg" : null;
    }
}
