using System.Collections.Concurrent;

namespace Llm;

/// <summary>The keys that commands of password managers print.</summary>
/// <remarks>
/// A key is kept in memory for some minutes, because a chain asks for it with every request. Thread-safe.
/// </remarks>
internal sealed class CommandKeyStore(KeySources sources, TimeSpan patience) : IKeyStore
{
    public const string Name = "command";

    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, KeptKey> kept = new(StringComparer.Ordinal);

    /// <summary>How long a command may take, which includes the time in which a user unlocks the password manager.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(60);

    public IReadOnlyList<string> Names => sources.Names(KeySources.Command);

    public string? Find(string name)
    {
        if (sources.Find(name, KeySources.Command) is not { } command) return null;
        var now = Environment.TickCount64;
        if (kept.TryGetValue(name, out var last) && last.Command == command && now - last.Time < KeptFor.TotalMilliseconds)
            return last.Key;
        var key = KeyCommand.Parse(name, command).Run(patience);
        kept[name] = new KeptKey(command, key, Environment.TickCount64);
        return key;
    }

    public void Set(string name, string value) =>
        throw new LlmException($"A command is set with --command: llm keys set {name} --command 'PROGRAM ARGUMENTS'");

    /// <summary>Sets the command that prints a key.</summary>
    /// <exception cref="LlmException">The command is not valid, or the file cannot be written.</exception>
    public void SetCommand(string name, string command)
    {
        _ = KeyCommand.Parse(name, command);
        sources.Set(name, KeySources.Command, command);
    }

    public bool Remove(string name) => sources.Remove(name, KeySources.Command);

    /// <summary>A key that a command has printed, with the time in milliseconds.</summary>
    private sealed record KeptKey(string Command, string Key, long Time)
    {
        // The compiler's own would print the key.
        public override string ToString() => Command;
    }
}
