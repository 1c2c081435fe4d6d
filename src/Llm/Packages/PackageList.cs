using System.Text.Encodings.Web;
using System.Text.Json;

namespace Llm.Packages;

/// <summary>
/// A file with what lists need to know of all packages, so that a list of their models reads one short file in place of each index. It
/// holds nothing that the indexes do not have: it is made again when it is missing, or when an index is not the one it was made of.
/// </summary>
/// <remarks>
/// An array: the form, then an array for each package with the name, size and time of its index, its names and its models; of these the
/// name, the type, the title if it is not the name, the file, and what else is true of it, as numbers and words.
/// </remarks>
internal sealed class PackageList(string folder)
{
    /// <summary>The form; a file with another one is replaced.</summary>
    private const int Form = 1;

    private const int Deprecated = 1;
    private const int Completion = 2;

    // Not that of an index, which has the name of a provider and another ending.
    private readonly string path = Path.Combine(folder, ".list");

    /// <summary>Reads the packages.</summary>
    /// <param name="indexes">The indexes that are there, in the order of their names.</param>
    /// <returns>What is known of each; null if the file is missing, or is not that of these indexes.</returns>
    public List<PackageSummary>? Read(IReadOnlyList<IndexStamp> indexes)
    {
        try
        {
            return File.Exists(path) ? Parse(File.ReadAllBytes(path), indexes) : null;
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException
            or FormatException)
        {
            // Whatever is wrong with it, it is made again.
            return null;
        }
    }

    /// <summary>Writes the packages; where that is not allowed, each list reads the indexes.</summary>
    /// <param name="indexes">The indexes, as they were before they were read.</param>
    /// <param name="packages">The package of each index.</param>
    public void Write(IReadOnlyList<IndexStamp> indexes, IReadOnlyList<AddedPackage> packages)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartArray();
            json.WriteNumberValue(Form);
            for (var i = 0; i < packages.Count; i++) Write(json, indexes[i], packages[i]);
            json.WriteEndArray();
        }

        try
        {
            AtomicFile.WriteAllBytes(path, bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException or LlmException)
        {
        }
    }

    private static void Write(Utf8JsonWriter json, IndexStamp index, AddedPackage package)
    {
        json.WriteStartArray();
        json.WriteStringValue(index.Name);
        json.WriteNumberValue(index.Size);
        json.WriteNumberValue(index.Time);
        json.WriteStringValue(package.Name);
        json.WriteStringValue(package.Title);
        json.WriteStringValue(package.PackageName);
        json.WriteStringValue(package.Version);
        foreach (var model in package.Models)
        {
            json.WriteStartArray();
            json.WriteStringValue(model.Name);
            json.WriteNumberValue((int)model.Type);
            json.WriteStringValue(model.Title == model.Name ? "" : model.Title);
            json.WriteStringValue(model.File);
            json.WriteNumberValue((model.IsDeprecated ? Deprecated : 0) + (model.IsCompletion ? Completion : 0));
            json.WriteStringValue(string.Join(' ', model.Features));
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static List<PackageSummary>? Parse(byte[] bytes, IReadOnlyList<IndexStamp> indexes)
    {
        var json = new Utf8JsonReader(bytes);
        Next(ref json, JsonTokenType.StartArray);
        if (Number(ref json) != Form) return null;
        var packages = new List<PackageSummary>(indexes.Count);
        // Few models have features that no other one has.
        var features = new Dictionary<string, IReadOnlyList<string>>();
        foreach (var index in indexes)
        {
            json.Read();
            if (json.TokenType != JsonTokenType.StartArray) return null;
            if (Text(ref json) != index.Name || Number(ref json) != index.Size || Number(ref json) != index.Time) return null;
            var (name, title, packageName, version) = (Text(ref json), Text(ref json), Text(ref json), Text(ref json));
            var models = new List<PackageModelEntry>();
            while (json.Read() && json.TokenType == JsonTokenType.StartArray) models.Add(Model(ref json, features));
            packages.Add(new PackageSummary(name, title, packageName, version, models));
        }

        // One that was removed is still in the file.
        return json.Read() && json.TokenType == JsonTokenType.EndArray ? packages : null;
    }

    private static PackageModelEntry Model(ref Utf8JsonReader json, Dictionary<string, IReadOnlyList<string>> features)
    {
        var (name, type, title, file) = (Text(ref json), (PackageModelType)Number(ref json), Text(ref json), Text(ref json));
        var (flags, words) = (Number(ref json), Text(ref json));
        Next(ref json, JsonTokenType.EndArray);
        if (!features.TryGetValue(words, out var list)) features[words] = list = words.Length == 0 ? [] : words.Split(' ');
        return new PackageModelEntry(name, type, title.Length == 0 ? name : title, file, list)
        {
            IsDeprecated = (flags & Deprecated) != 0,
            IsCompletion = (flags & Completion) != 0,
        };
    }

    private static string Text(ref Utf8JsonReader json)
    {
        Next(ref json, JsonTokenType.String);
        return json.GetString()!;
    }

    private static long Number(ref Utf8JsonReader json)
    {
        Next(ref json, JsonTokenType.Number);
        return json.GetInt64();
    }

    private static void Next(ref Utf8JsonReader json, JsonTokenType expected)
    {
        if (!json.Read() || json.TokenType != expected) throw new JsonException();
    }
}

/// <summary>By what an index is recognised.</summary>
/// <param name="Name">The name of the file, without its ending.</param>
/// <param name="Size">The size in bytes.</param>
/// <param name="Time">When it was written, in ticks of UTC.</param>
internal readonly record struct IndexStamp(string Name, long Size, long Time);
