using System.Buffers.Binary;
using System.IO.Compression;

namespace Llm.Tests.Packages;

/// <summary>Makes archives of a small package that someone meant harm with, or that were damaged.</summary>
internal static class HostileArchive
{
    private const int Link = 0xA1FF << 16;
    private const int Largest = 64 << 20;

    private static readonly string[] Names =
    [
        "../outside.txt", "../../outside.txt", "models/../../outside.txt", "/outside.txt", "//outside", "..\\outside.txt", "C:\\outside.txt",
        "C:outside", "models/llm/\0.yaml", "a\nb", "", ".", "..", "./manifest.yaml", "manifest.yaml", "MANIFEST.YAML", "models/llm/", "models",
        "manifest.yaml/x", "models//x", "con", "nul.txt", new string('n', 2000), string.Concat(Enumerable.Repeat("d/", 400)) + "x", "\u202e.yaml",
    ];

    private static readonly List<(string Name, byte[] Content)> Files = ReadSample();

    public static byte[] Create(Random random)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            var early = random.Next(2) == 0;
            if (early) AddHostile(zip, random);
            foreach (var (name, content) in Files) Write(zip, name, content);
            if (!early) AddHostile(zip, random);
            if (random.Next(10) == 0) zip.Comment = new string('c', random.Next(60_000));
        }

        var archive = bytes.ToArray();
        return random.Next(3) switch
        {
            0 => archive,
            1 => Damage(archive, random),
            _ => Lie(archive, random),
        };
    }

    private static List<(string Name, byte[] Content)> ReadSample()
    {
        using var sample = new SamplePackage();
        return
        [
            .. Directory.GetFiles(sample.Folder, "*", SearchOption.AllDirectories)
                .Select(file => (Path.GetRelativePath(sample.Folder, file).Replace('\\', '/'), File.ReadAllBytes(file))),
        ];
    }

    private static void AddHostile(ZipArchive zip, Random random)
    {
        switch (random.Next(200))
        {
            case < 90:
                Write(zip, Names[random.Next(Names.Length)], "harm"u8.ToArray());
                break;
            case < 110:
                Write(zip, "models/link", "../../../../etc/passwd"u8.ToArray(), Link);
                break;
            case < 120:
                Write(zip, "models/llm", "a file where a folder is"u8.ToArray());
                break;
            case < 122:
                // A small archive of many megabytes.
                Write(zip, "models/large.bin", new byte[random.Next(Largest)]);
                break;
            case < 126:
                for (var i = random.Next(300); i > 0; i--) Write(zip, $"many/{i}", []);
                break;
        }
    }

    private static void Write(ZipArchive zip, string name, byte[] content, int attributes = 0)
    {
        ZipArchiveEntry entry;
        try
        {
            entry = zip.CreateEntry(name, CompressionLevel.Fastest);
        }
        catch (ArgumentException)
        {
            // What cannot be written so is written by changing bytes.
            return;
        }

        entry.ExternalAttributes = attributes;
        using var stream = entry.Open();
        stream.Write(content);
    }

    /// <summary>Cuts bytes out, changes some, or repeats some.</summary>
    private static byte[] Damage(byte[] archive, Random random)
    {
        var damaged = archive.ToList();
        for (var change = random.Next(1, 6); change > 0 && damaged.Count > 0; change--)
        {
            var at = random.Next(damaged.Count);
            var length = Math.Min(random.Next(1, 64), damaged.Count - at);
            switch (random.Next(5))
            {
                case 0:
                    damaged.RemoveRange(at, length);
                    break;
                case 1:
                    damaged.InsertRange(at, damaged.GetRange(at, length));
                    break;
                case 2:
                    damaged.RemoveRange(at, damaged.Count - at);
                    break;
                default:
                    damaged[at] = (byte)random.Next(256);
                    break;
            }
        }

        return [.. damaged];
    }

    /// <summary>Writes other sizes, offsets, counts, methods and lengths into the list at the end and into the heads of files.</summary>
    private static byte[] Lie(byte[] archive, Random random)
    {
        uint[] numbers = [0, 1, 2, 0xff, 0xffff, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff, (uint)archive.Length, (uint)random.Next()];
        for (var change = random.Next(1, 4); change > 0; change--)
        {
            var signature = random.Next(4) switch { 0 => "PK\x03\x04"u8, 1 => "PK\x05\x06"u8, _ => "PK\x01\x02"u8 };
            var places = new List<int>();
            for (var i = 0; i + 46 < archive.Length; i++)
                if (archive.AsSpan(i).StartsWith(signature))
                    places.Add(i);
            if (places.Count == 0) continue;
            var at = Math.Min(places[random.Next(places.Count)] + random.Next(4, 46), archive.Length - 4);
            var number = numbers[random.Next(numbers.Length)];
            if (random.Next(2) == 0) BinaryPrimitives.WriteUInt32LittleEndian(archive.AsSpan(at), number);
            else BinaryPrimitives.WriteUInt16LittleEndian(archive.AsSpan(at), (ushort)number);
        }

        return archive;
    }
}
