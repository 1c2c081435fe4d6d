namespace Llm;

/// <summary>A file or folder of a zip archive, as the list at its end has it.</summary>
internal sealed class ZippedFile
{
    /// <summary>The path, with slashes; that of a folder ends with one.</summary>
    public required string Name { get; init; }

    /// <summary>The length of the content, which the content need not have.</summary>
    public required long Length { get; init; }

    /// <summary>The length in the archive.</summary>
    public required long PackedLength { get; init; }

    /// <summary>Whether it is a link.</summary>
    public required bool IsLink { get; init; }

    /// <summary>Whether a password is needed.</summary>
    public required bool IsEncrypted { get; init; }

    /// <summary>How it is packed: the number of the method.</summary>
    public required int Method { get; init; }

    /// <summary>Where it begins in the archive.</summary>
    public required long Start { get; init; }
}
