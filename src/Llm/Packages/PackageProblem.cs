namespace Llm.Packages;

/// <summary>Something in a package that is wrong, with its place. Immutable.</summary>
public sealed class PackageProblem
{
    internal PackageProblem(bool isError, string file, int line, string key, string message) =>
        (IsError, File, Line, Key, Message) = (isError, file, line, key, message);

    /// <summary>Whether the package cannot be used because of it; otherwise it is advice to the author.</summary>
    public bool IsError { get; }

    /// <summary>The file, from the root of the package, such as <c>models/llm/small.yaml</c>.</summary>
    public string File { get; }

    /// <summary>The line, from 1; 0 if it is about the file as a whole.</summary>
    public int Line { get; }

    /// <summary>The key, such as <c>parameter_rules[2].type</c>; empty if it is about the file as a whole.</summary>
    public string Key { get; }

    /// <summary>What is wrong, and what was expected.</summary>
    public string Message { get; }

    /// <summary>The place and the message: <c>models/llm/small.yaml:12: parameter_rules[2].type: …</c></summary>
    public override string ToString() =>
        (Line > 0 ? $"{File}:{Line}: " : $"{File}: ") + (Key.Length > 0 ? $"{Key}: " : "") + Message;
}
