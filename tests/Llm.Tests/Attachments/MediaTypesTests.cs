using System.IO.Compression;
using System.Text;

namespace Llm.Tests.Attachments;

/// <summary>Types of the files in the folder <c>Files</c>, which tools made, and of texts that look like them.</summary>
public sealed class MediaTypesTests : IDisposable
{
    private const string Office = "application/vnd.openxmlformats-officedocument.";
    private const string OpenDocument = "application/vnd.oasis.opendocument.";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("llm-types-");

    /// <summary>A file, its type by content alone, and its type with its name where that is another.</summary>
    public static TheoryData<string, string?, string?> Files => new()
    {
        { "png.png", "image/png", null },
        { "jpg.jpg", "image/jpeg", null },
        { "gif.gif", "image/gif", null },
        { "animated.gif", "image/gif", null },
        { "webp.webp", "image/webp", null },
        { "bmp.bmp", "image/bmp", null },
        { "tiff.tiff", "image/tiff", null },
        { "big-endian.tiff", "image/tiff", null },
        { "avif.avif", "image/avif", null },
        { "avifenc.avif", "image/avif", null },
        { "animated.avif", "image/avif", null },
        { "heic.heic", "image/heic", null },
        { "psd.psd", "image/vnd.adobe.photoshop", null },
        { "ico.ico", "image/vnd.microsoft.icon", null },
        { "ppm.ppm", "image/x-portable-pixmap", null },
        { "plain.svg", "image/svg+xml", null },
        { "declared.svg", "image/svg+xml", null },
        { "mp4.mp4", "video/mp4", null },
        { "mov.mov", "video/quicktime", null },
        { "3gp.3gp", "video/3gpp", null },
        { "mkv.mkv", "video/x-matroska", null },
        { "mka.mka", "video/x-matroska", null },
        { "webm.webm", "video/webm", null },
        { "avi.avi", "video/x-msvideo", null },
        { "ogv.ogv", "video/ogg", null },
        { "flv.flv", "video/x-flv", null },
        { "mpg.mpg", "video/mpeg", null },
        { "ts.ts", "video/mp2t", null },
        { "wmv.wmv", "video/x-ms-asf", "video/x-ms-wmv" },
        { "wma.wma", "video/x-ms-asf", "audio/x-ms-wma" },
        { "wav.wav", "audio/wav", null },
        { "flac.flac", "audio/flac", null },
        { "aiff.aiff", "audio/aiff", null },
        { "au.au", "audio/basic", null },
        { "ogg.ogg", "audio/ogg", null },
        { "oga.oga", "audio/ogg", null },
        { "opus.opus", "audio/ogg", null },
        { "aac.aac", "audio/aac", null },
        { "m4a.m4a", "audio/mp4", null },
        { "book.m4b", "audio/mp4", null },
        { "tagged.mp3", "audio/mpeg", null },
        { "plain.mp3", "audio/mpeg", null },
        { "mpeg2.mp3", "audio/mpeg", null },
        { "mpeg25.mp3", "audio/mpeg", null },
        { "lame.mp3", "audio/mpeg", null },
        { "pdf.pdf", "application/pdf", null },
        { "rtf.rtf", "application/rtf", null },
        { "docx.docx", Office + "wordprocessingml.document", null },
        { "xlsx.xlsx", Office + "spreadsheetml.sheet", null },
        { "pptx.pptx", Office + "presentationml.presentation", null },
        { "odt.odt", OpenDocument + "text", null },
        { "ods.ods", OpenDocument + "spreadsheet", null },
        { "epub.epub", "application/epub+zip", null },
        { "zip.zip", "application/zip", null },
        { "gz.gz", "application/gzip", null },
        { "bz2.bz2", "application/x-bzip2", null },
        { "xz.xz", "application/x-xz", null },
        { "tar.tar", "application/x-tar", null },
        { "database.db", "application/x-sqlite3", null },
        { "html.html", "text/html", null },
        { "text.md", "text/plain", "text/markdown" },
        { "sheet.csv", "text/plain", "text/csv" },
        { "rst.rst", "text/plain", null },
        { "tex.tex", "text/plain", null },
        { "ipynb.ipynb", "text/plain", null },
        { "code.py", "text/plain", null },
        { "make.sh", "text/plain", null },
        { "Makefile", "text/plain", null },
    };

    /// <summary>Texts whose beginning is that of another format, and texts in several encodings.</summary>
    public static TheoryData<string, string?> Texts => new()
    {
        { "Convert WEBP files to PNG, please.", "text/plain" },
        { "12345678WEBP", "text/plain" },
        { "RIFFraffWEBP and WAVE", "text/plain" },
        { "BMW cars are fast.", "text/plain" },
        { "BM", "text/plain" },
        { "ID3 tags are old.", "text/plain" },
        { "GIF89a is a format", "text/plain" },
        { "OggS begins a page", "text/plain" },
        { "fLaC begins a file", "text/plain" },
        { "PK are initials", "text/plain" },
        { "FORM and AIFF", "text/plain" },
        { "the ftypheic brand", "text/plain" },
        { "%PDF-1.7 files begin so", "text/plain" },
        { "BZh91AY", "text/plain" },
        { "P6\n# a text", "text/plain" },
        { "%PDF-1.4\n%%EOF", "application/pdf" },
        { "%!PS-Adobe-3.0\n", "application/postscript" },
        { "<svg>", "image/svg+xml" },
        { "\uFEFF<svg/>", "image/svg+xml" },
        { "<!-- c --><!-- <svg> -->\n<svg\n/>", "image/svg+xml" },
        { "<?xml version='1.0'?><?style x?><!DOCTYPE svg [<!ENTITY a \"b\">]><svg:svg/>", "image/svg+xml" },
        { "<svgs>", "text/plain" },
        { "The <svg> element", "text/plain" },
        { "<?xml version='1.0'?><feed/>", "application/xml" },
        { "<!DOCTYPE html><title>x</title>", "text/html" },
        { "<!-- c -->\n<HTML>", "text/html" },
        { "{\"a\": 1}", "text/plain" },
        { "\e[31mred\e[0m", "text/plain" },
        { "été 日本語 😀", "text/plain" },
    };

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_has_its_type_with_its_name_without_one_and_through_a_pipe(string name, string? byContent, string? byName)
    {
        var path = Path.Combine(SharedData.RepositoryRoot, "tests", "Llm.Tests", "Attachments", "Files", name);
        MediaTypes.FromContent(File.ReadAllBytes(path)).ShouldBe(byContent);
        MediaTypes.FromFile(path).ShouldBe(byName ?? byContent);
        var unnamed = Path.Combine(folder.FullName, "unnamed");
        File.Copy(path, unnamed);
        MediaTypes.FromFile(unnamed).ShouldBe(byContent);
    }

    [Fact]
    public void Every_file_is_in_the_table() =>
        Directory.EnumerateFiles(Path.Combine(SharedData.RepositoryRoot, "tests", "Llm.Tests", "Attachments", "Files"))
            .Select(Path.GetFileName).Except(Files.Select(row => row.Data.Item1)).ShouldBe(["pcx.pcx"]);

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_text_is_a_text_whatever_it_begins_with(string text, string? expected) =>
        MediaTypes.FromContent(Encoding.UTF8.GetBytes(text)).ShouldBe(expected);

    [Fact]
    public void A_text_may_have_another_encoding_and_any_length()
    {
        MediaTypes.FromContent([0xff, 0xfe, .. Encoding.Unicode.GetBytes("Grüße")]).ShouldBe("text/plain");
        MediaTypes.FromContent([0xfe, 0xff, .. Encoding.BigEndianUnicode.GetBytes("Grüße")]).ShouldBe("text/plain");
        MediaTypes.FromContent(Encoding.Latin1.GetBytes("Viele Grüße aus Köln")).ShouldBe("text/plain");
        // The place where the text is cut for a look at it may be within a character.
        for (var i = 0; i < 4; i++) MediaTypes.FromContent(Encoding.UTF8.GetBytes(new string('a', i) + new string('€', 5000))).ShouldBe("text/plain");
        MediaTypes.FromContent([]).ShouldBeNull();
        MediaTypes.FromContent([1, 2, 3, 4]).ShouldBeNull();
    }

    [Theory]
    [InlineData("heic")]
    [InlineData("heix")]
    [InlineData("heim")]
    [InlineData("heis")]
    [InlineData("hevc")]
    [InlineData("hevx")]
    [InlineData("mif1", "image/heif")]
    [InlineData("msf1", "image/heif")]
    [InlineData("mif1heic")]
    [InlineData("mif1miafheic")]
    [InlineData("msf1hevc")]
    [InlineData("mif1avif", "image/avif")]
    [InlineData("msf1avis", "image/avif")]
    [InlineData("isom", "video/mp4")]
    [InlineData("M4B ", "audio/mp4")]
    [InlineData("qt  ", "video/quicktime")]
    public void A_brand_shows_the_kind_of_a_file(string brands, string expected = "image/heic")
    {
        var (major, compatible) = (Encoding.ASCII.GetBytes(brands[..4]), Encoding.ASCII.GetBytes(brands[4..]));
        MediaTypes.FromContent([0, 0, 0, (byte)(16 + compatible.Length), .. "ftyp"u8, .. major, 0, 0, 0, 0, .. compatible, 0, 0, 0, 8])
            .ShouldBe(expected);
    }

    [Theory]
    [InlineData("text.png", "not a picture", null)]
    [InlineData("text.jpg", "GIF89a", null)]
    [InlineData("text.svg", "no drawing", null)]
    [InlineData("text.pdf", "no document", null)]
    [InlineData("text.mp3", "ID3", null)]
    [InlineData("text.docx", "no document", null)]
    [InlineData("text.md", "# Title", "text/markdown")]
    [InlineData("text.JSON", "{}", "application/json")]
    [InlineData("text.unknown", "text", "text/plain")]
    [InlineData("empty.png", "", null)]
    [InlineData("empty.txt", "", null)]
    [InlineData("cut.png", "\u0001PNG\r\n", null)]
    [InlineData("padded.mp3", "\0\0\0\0", "audio/mpeg")]
    public void A_name_counts_only_where_the_content_does_not_contradict_it(string name, string content, string? expected)
    {
        var path = Path.Combine(folder.FullName, name);
        File.WriteAllText(path, content);
        MediaTypes.FromFile(path).ShouldBe(expected);
    }

    [Theory]
    [InlineData(CompressionLevel.NoCompression)]
    [InlineData(CompressionLevel.SmallestSize)]
    public void An_archive_is_one_wherever_it_is_damaged_or_cut_off(CompressionLevel compression)
    {
        const string Comment = "written by a test";
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            zip.Comment = Comment;
            foreach (var (name, text) in ((string, string)[])[("mimetype", "application/vnd.oasis.opendocument.text\n"), ("content.xml", "<a/>")])
            {
                using var writer = new StreamWriter(zip.CreateEntry(name, compression).Open());
                writer.Write(text);
            }
        }

        var bytes = file.ToArray();
        MediaTypes.FromContent(bytes).ShouldBe("application/vnd.oasis.opendocument.text");
        for (var i = 4; i < bytes.Length; i++)
        {
            // Without its comment, the list of files is still there.
            var isCut = i < bytes.Length - Comment.Length;
            MediaTypes.FromContent(bytes.AsSpan(0, i)).ShouldBe(isCut ? "application/zip" : "application/vnd.oasis.opendocument.text");
            var damaged = bytes.ToArray();
            damaged[i] ^= 0xff;
            MediaTypes.FromContent(damaged).ShouldStartWith("application/");
        }
    }
}
