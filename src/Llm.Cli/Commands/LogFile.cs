using Llm.Cli.Output;
using Llm.Storage.Logs;

namespace Llm.Cli.Commands;

/// <summary>Opens log databases with what the host knows.</summary>
internal static class LogFile
{
    /// <summary>A database that lives as long as it is open.</summary>
    public const string InMemory = ":memory:";

    /// <summary>Opens a database to read and write; it and its directory are made if need be.</summary>
    /// <exception cref="LlmException">It cannot be used.</exception>
    public static Task<LogStore> OpenAsync(string path, CliContext context, CancellationToken cancellationToken) =>
        LogStore.OpenAsync(path, Options(context), cancellationToken);

    /// <summary>Opens a database that must be there.</summary>
    /// <exception cref="LlmException">There is none, or it cannot be used.</exception>
    public static LogStore OpenExisting(string path, CliContext context) => LogStore.OpenReadOnly(Existing(path), Options(context));

    /// <summary>Opens a database that must be there, to change it.</summary>
    /// <inheritdoc cref="OpenExisting"/>
    public static LogStore OpenWritable(string path, CliContext context) => LogStore.Open(Existing(path), Options(context));

    private static string Existing(string path) => File.Exists(path) ? path : throw new LlmException($"No log database found at {path}");

    private static LogStoreOptions Options(CliContext context) => new()
    {
        Clock = context.Host.Environment.Clock,
        JsonReplacements = id => context.Host.Models.Find(id)?.JsonReplacements,
        Warn = context.Terminal.ErrorIsTerminal ? text => context.Terminal.WriteErrorLine(text, TextStyle.Dim) : null,
    };
}
