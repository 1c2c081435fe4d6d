using System.Text;
using Llm.Scripting.CSharp;
using Llm.Scripting.Python;

namespace Llm;

/// <summary>Creates tools from functions that a user wrote as text, in C# or Python.</summary>
/// <remarks>
/// The text is run with the rights of this program, so pass only text from the user, never text from a URL or a loader. Thread-safe.
/// </remarks>
public static class FunctionText
{
    /// <summary>Loads functions: compiles C# unless a compiled version is cached, or starts Python.</summary>
    /// <param name="textOrPath">The text, or the path of a file: one line that ends in <c>.cs</c> or <c>.py</c>.</param>
    /// <param name="settings">The settings; null uses the defaults.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="LlmException">
    /// The file does not exist, the text is not valid (the message names the line and column), Python is missing, or the text is C# and
    /// the program was compiled ahead of time.
    /// </exception>
    public static async Task<FunctionSet> LoadAsync(
        string textOrPath, FunctionSettings? settings = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(textOrPath);
        var source = await ReadAsync(textOrPath, cancellationToken);
        settings ??= new FunctionSettings();
        if (source.Language == FunctionLanguage.Python) return await PythonFunctions.LoadAsync(source, settings, cancellationToken);
        if (!RuntimeCode.IsSupported)
        {
            throw new LlmException(
                "Functions in C# cannot be loaded by a program that was compiled ahead of time. Write them in Python, or run the program "
                + "on the .NET runtime.");
        }

        return await CSharpFunctions.LoadAsync(source, settings, cancellationToken);
    }

    /// <summary>Detects the language of functions from the file extension or the text.</summary>
    /// <param name="textOrPath">As in <see cref="LoadAsync"/>.</param>
    public static FunctionLanguage LanguageOf(string textOrPath)
    {
        ArgumentNullException.ThrowIfNull(textOrPath);
        return LanguageOfPath(textOrPath) ?? FunctionLanguageDetection.Detect(textOrPath);
    }

    private static FunctionLanguage? LanguageOfPath(string text)
    {
        if (text.Contains('\n', StringComparison.Ordinal)) return null;
        if (text.EndsWith(".py", StringComparison.Ordinal)) return FunctionLanguage.Python;
        return text.EndsWith(".cs", StringComparison.Ordinal) ? FunctionLanguage.CSharp : null;
    }

    private static async Task<FunctionSource> ReadAsync(string textOrPath, CancellationToken cancellationToken)
    {
        if (LanguageOfPath(textOrPath) is not { } language)
            return new FunctionSource(textOrPath, FunctionLanguageDetection.Detect(textOrPath), "--functions definition");
        try
        {
            return new FunctionSource(await File.ReadAllTextAsync(textOrPath, Encoding.UTF8, cancellationToken), language, textOrPath);
        }
        catch (Exception ex) when (ex is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new LlmException($"File not found: {textOrPath}", ex);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw new LlmException($"Cannot read {textOrPath}: {ex.Message}", ex);
        }
    }
}

/// <summary>The settings of functions given as text.</summary>
public sealed record FunctionSettings
{
    /// <summary>The user directory, which stores compiled C#; null uses <see cref="UserDirectory.Resolve"/>.</summary>
    public UserDirectory? Directory { get; init; }

    /// <summary>The program that runs Python: a name on the path, or a file; null uses <c>python3</c>.</summary>
    public string? Python { get; init; }

    /// <summary>The environment variables that Python does not get, such as those of keys; none by default.</summary>
    public IReadOnlyCollection<string> WithheldVariables { get; init; } = [];

    /// <summary>The writer for the output of Python functions, which another thread writes; null discards the output.</summary>
    public TextWriter? Output { get; init; }
}
