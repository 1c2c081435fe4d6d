using Llm.Cli.Options;
using Llm.Commands;
using Llm.Storage.Postgres;

namespace Llm.Cli.Twin;

/// <summary>
/// The one rule for what the native command leaves to its managed twin: a command that is given functions in C#, by an option or by a
/// template of the user's own; a command that is large and rare; collections on a PostgreSQL server; and where the twin can run, a command
/// that shows stack traces, which have no names in native code. What uses the code of an installed plugin is found when a command looks up
/// what it was given: a <see cref="RuntimeCodeRequiredException"/> tells it to <see cref="CliApplication"/>.
/// </summary>
/// <remarks>It is asked before the command has read its input or written anything, and looks only at what can be read again.</remarks>
internal static class TwinRule
{
    /// <summary>Whether the twin must run the command; never in the twin itself.</summary>
    public static bool Applies(CliContext context, Invocation invocation)
    {
        if (RuntimeCode.IsSupported) return false;
        if (CliApplication.RaisesErrors && ManagedTwin.CanRun) return true;
        if (invocation.Command is ILeftToTwin || EmbeddingsDatabaseOption.NamesServer(invocation)) return true;
        if (invocation.Command is ILooksIntoCollections && PostgresAddress.Matches(context.Host.EmbeddingsDatabase)
            && LooksIntoCollections(context, invocation))
            return true;
        if (invocation.Command is not ITakesFunctions command) return false;
        foreach (var text in command.FunctionsOf(invocation))
        {
            if (FunctionText.LanguageOf(text) == FunctionLanguage.CSharp) return true;
        }

        return command.TemplateOf(invocation) is { Length: > 0 } template && HasCSharp(context.Host.Templates, template);
    }

    private static bool LooksIntoCollections(CliContext context, Invocation invocation) =>
        ((ILooksIntoCollections)invocation.Command).LooksIntoCollections(invocation)
        || (invocation.Command is ITakesFunctions command && command.TemplateOf(invocation) is { Length: > 0 } template
            && context.Host.Templates.OwnFile(template) is { } file
            && TextOf(file) is { } text && (text.Contains("similar:", StringComparison.Ordinal) || HasCollections(template, text)));

    private static bool HasCollections(string template, string text)
    {
        try
        {
            return TemplateText.Parse(template, text, isTrusted: true).Rag is { Count: > 0 };
        }
        catch (LlmException)
        {
            // The command reports it.
            return false;
        }
    }

    private static bool HasCSharp(TemplateStore templates, string name)
    {
        if (templates.OwnFile(name) is not { } file || !File.Exists(file)) return false;
        // A pipe has no length either, and could not be read a second time.
        if (new FileInfo(file).Length == 0) return ManagedTwin.CanRun;
        try
        {
            return TextOf(file) is { } text && text.Contains("functions", StringComparison.Ordinal)
                && TemplateText.Parse(name, text, isTrusted: true).Functions is { Length: > 0 } functions
                && FunctionText.LanguageOf(functions) == FunctionLanguage.CSharp;
        }
        catch (LlmException)
        {
            // The command reports it.
            return false;
        }
    }

    /// <summary>The text of a file; null if it cannot be read, which the command reports, or only once, as a pipe.</summary>
    private static string? TextOf(string file)
    {
        try
        {
            return new FileInfo(file) is { Exists: true, Length: > 0 } ? TextFile.Read(file) : null;
        }
        catch (Exception ex) when (ex is LlmException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
