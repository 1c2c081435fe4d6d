using System.Text;
using Llm.Scripting.CSharp;
using Llm.Scripting.Python;

namespace Llm;

/// <summary>Makes tools of functions that a user wrote as text, in C# or Python.</summary>
/// <remarks>
/// The text is run with the rights of this program: pass on what the user gave, never what came from a URL or a loader. Thread-safe.
/// </remarks>
public static class FunctionText
{
    /// <summary>Reads the functions; C# is compiled unless that was done before, Python is started.</summary>
    /// <param name="textOrPath">The text, or one line that ends in <c>.cs</c> or <c>.py</c>: a file.</param>
    /// <param name="settings">Where things are; the usual places if null.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="LlmException">
    /// The file is not there, the text is wrong (the message names line and column), or there is no Python.
    /// </exception>
    public static async Task<FunctionSet> LoadAsync(
        string textOrPath, FunctionSettings? settings = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(textOrPath);
        var source = await ReadAsync(textOrPath, cancellationToken);
        settings ??= new FunctionSettings();
        return source.Language == FunctionLanguage.Python
            ? await PythonFunctions.LoadAsync(source, settings, cancellationToken)
            : await CSharpFunctions.LoadAsync(source, settings, cancellationToken);
    }

    /// <summary>The language that functions are taken to be in.</summary>
    /// <param name="textOrPath">As in <see cref="LoadAsync"/>.</param>
    public static FunctionLanguage LanguageOf(string textOrPath)
    {
        ArgumentNullException.ThrowIfNull(textOrPath);
        return LanguageOfPath(textOrPath) ?? LanguageDetection.LanguageOf(textOrPath);
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
            return new FunctionSource(textOrPath, LanguageDetection.LanguageOf(textOrPath), "--functions definition");
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
