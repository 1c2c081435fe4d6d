using Llm.Json;

namespace Llm.Commands;

/// <summary>Checks a path before the command runs.</summary>
internal static class PathParser
{
    public static ValueParser<string> Create(bool mustExist, bool allowFile, bool allowDirectory, bool allowDash)
    {
        var kind = allowFile && allowDirectory ? "Path" : allowFile ? "File" : "Directory";
        return new(kind.ToUpperInvariant(), Check);

        string Check(string path)
        {
            if (allowDash && allowFile && path == "-") return path;
            if (Directory.Exists(path))
                return allowDirectory ? path : throw Problem(path, "is a directory.");

            if (File.Exists(path))
                return allowFile ? path : throw Problem(path, "is a file.");
            return mustExist ? throw Problem(path, "does not exist.") : path;
        }

        InvalidValueException Problem(string path, string problem) => new($"{kind} {PythonQuote.Quote(path)} {problem}");
    }
}
