namespace Llm;

/// <summary>
/// The keys in the operating system's store: the Secret Service on Linux, the keychain of macOS, and on Windows a file that only the user
/// can decrypt.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class SystemKeyStore(KeySources sources) : IKeyStore
{
    public const string Name = "system";

    public IReadOnlyList<string> Names => sources.Names(KeySources.System);

    public string? Find(string name)
    {
        if (sources.Find(name, KeySources.System) is not { } entry) return null;
        var key = OperatingSystem.IsWindows() ? DataProtection.Decrypt(entry)
            : OperatingSystem.IsMacOS() ? Keychain.Find(name)
            : SecretService.Find(name);
        return key ?? throw new LlmException(
            $"The key '{name}' is not in the system's key store any more. Store it again with 'llm keys set {name} --store system', or "
            + $"forget it with 'llm keys remove {name} --store system'.");
    }

    public void Set(string name, string value)
    {
        var entry = "";
        if (OperatingSystem.IsWindows()) entry = DataProtection.Encrypt(value);
        else if (OperatingSystem.IsMacOS()) Keychain.Set(name, value);
        else SecretService.Set(name, value);
        sources.Set(name, KeySources.System, entry);
    }

    public bool Remove(string name)
    {
        if (sources.Find(name, KeySources.System) is null) return false;
        if (OperatingSystem.IsMacOS()) Keychain.Remove(name);
        else if (!OperatingSystem.IsWindows()) SecretService.Remove(name);
        return sources.Remove(name, KeySources.System);
    }
}
