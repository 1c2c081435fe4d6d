using Llm.Packages;

namespace Llm;

/// <summary>A Python that is installed.</summary>
/// <param name="Program">Its path or name.</param>
/// <param name="Version">Its version; null if only <c>uv</c> knows it, which fetches it.</param>
internal sealed record PythonInterpreter(string Program, Version? Version)
{
    private const string AskVersion = "import sys; print('%d.%d.%d' % sys.version_info[:3])";

    /// <summary>The version that Dify gives to packages whose manifest names none.</summary>
    private static readonly Version Usual = new(3, 12);

    /// <summary>Finds one that is new enough.</summary>
    /// <param name="package">The name of the package, for messages.</param>
    /// <param name="wanted">What its manifest asks for.</param>
    /// <param name="given">What the user chose; null for any.</param>
    /// <param name="hasUv">Whether <c>uv</c> can fetch one.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <exception cref="LlmException">There is none, or the chosen one is too old.</exception>
    public static async Task<PythonInterpreter> FindAsync(
        AddedPackage package, string? wanted, string? given, bool hasUv, CancellationToken cancellationToken)
    {
        var needed = Version.TryParse(wanted, out var named) ? named : Usual;
        string[] programs = given is not null ? [given] : [$"python{needed.Major}.{needed.Minor}", "python3", "python"];
        PythonInterpreter? old = null;
        foreach (var program in programs)
        {
            if (await VersionOfAsync(program, cancellationToken) is not { } version) continue;
            if (version >= needed) return new PythonInterpreter(program, version);
            old ??= new PythonInterpreter(program, version);
        }

        if (given is null && hasUv) return new PythonInterpreter(needed.ToString(2), null);
        var found = old is not null ? $"{old.Program} is Python {old.Version}"
            : given is not null ? $"{given} does not run"
            : "there is none";
        throw new LlmException(
            $"{package.Title} needs Python {needed.ToString(2)} or later, and {found}. Install it and name it: "
            + $"llm providers prepare {package.Name} --python PATH. Or install uv, which fetches it.");
    }

    /// <summary>The version of a Python; null if the program cannot be run.</summary>
    public static async Task<Version?> VersionOfAsync(string program, CancellationToken cancellationToken)
    {
        try
        {
            var (code, output) = await ToolProcess.RunAsync(program, ["-c", AskVersion], cancellationToken);
            return code == 0 && Version.TryParse(output.Trim(), out var version) ? version : null;
        }
        catch (LlmException)
        {
            return null;
        }
    }
}
