using Llm.Cli.Output;
using Llm.Storage.Logs;

namespace Llm.Cli.Commands;

/// <summary>Opens log databases with the settings of the host.</summary>
internal static class LogFile
{
    /// <summary>The path of a database in memory, which exists while it is open.</summary>
    public const string InMemory = ":memory:";

    /// <summary>Opens a database for reading and writing; it and its directory are created if necessary.</summary>
    /// <exception cref="LlmException">The database cannot be used.</exception>
    public static Task<LogStore> OpenAsync(string path, CliContext context, CancellationToken cancellationToken) =>
        LogStore.OpenAsync(path, Options(context), cancellationToken);

    /// <summary>Opens an existing database for reading.</summary>
    /// <exception cref="LlmException">The database does not exist or cannot be used.</exception>
    public static LogStore OpenExisting(string path, CliContext context) => LogStore.OpenReadOnly(Existing(path), Options(context));

    /// <summary>Opens an existing database for changes.</summary>
    /// <inheritdoc cref="OpenExisting"/>
    public static LogStore OpenWritable(string path, CliContext context) => LogStore.Open(Existing(path), Options(context));

    /// <summary>Shows a message in a line of its own, also in the middle of an answer.</summary>
    private static void Show(Terminal terminal, string text)
    {
        terminal.EndLine();
        terminal.WriteErrorLine(text, TextStyle.Note);
    }

    private static string Existing(string path) => File.Exists(path) ? path : throw new LlmException($"No log database found at {path}");

    private static LogStoreOptions Options(CliContext context) => new()
    {
        Clock = context.Host.Services.Clock,
        // Otherwise the asynchronous methods between the command and the log would be compiled at run time, because they would really wait.
        OnCallingThread = true,
        JsonReplacements = id => context.Host.Models.Find(id)?.JsonReplacements,
        UnloggedFolder = context.Host.Directory.UnloggedFolder,
        Alert = text => Show(context.Terminal, text),
        Warn = context.Terminal.ErrorIsTerminal ? text => context.Terminal.WriteErrorLine(text, TextStyle.Dim) : null,
    };
}
