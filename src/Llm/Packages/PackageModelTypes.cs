namespace Llm.Packages;

/// <summary>The names of the types of models in packages.</summary>
internal static class PackageModelTypes
{
    // In the order of the names, which is that of the types.
    private static readonly string[] Names = ["llm", "moderation", "rerank", "speech2text", "text-embedding", "tts"];

    /// <summary>All types.</summary>
    public static IReadOnlyList<PackageModelType> All { get; } =
    [
        PackageModelType.Llm, PackageModelType.Moderation, PackageModelType.Rerank, PackageModelType.SpeechToText,
        PackageModelType.TextEmbedding, PackageModelType.TextToSpeech,
    ];

    /// <summary>All names, for messages.</summary>
    public static string List => string.Join(", ", Names);

    /// <summary>The name, as models have it: <c>text-embedding</c>.</summary>
    public static string NameOf(PackageModelType type) => Names[(int)type];

    /// <summary>The key of the lists of files, and the name of the folder: <c>text_embedding</c>.</summary>
    public static string KeyOf(PackageModelType type) => NameOf(type).Replace('-', '_');

    /// <summary>The index of the type of this name or key; -1 if there is none.</summary>
    public static int IndexOf(string name) => Array.IndexOf(Names, name.Replace('_', '-'));
}
