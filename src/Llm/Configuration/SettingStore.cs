namespace Llm;

/// <summary>The user's settings in <c>settings.yaml</c>.</summary>
/// <remarks>
/// The file is read once, when a setting is first requested. A change preserves comments, unknown names and the order.
/// Thread-safe; stores and processes that change the file at the same time wait for each other.
/// </remarks>
public sealed class SettingStore(UserDirectory directory)
{
    private volatile Lazy<SettingsFile> file = new(() => SettingsFile.Read(directory.SettingsFile));

    /// <summary>The path of the file.</summary>
    public string Path => directory.SettingsFile;

    /// <summary>The value of a setting: the user's, else the default.</summary>
    /// <exception cref="LlmException">The file is not valid, or the value is not allowed; the message names the line.</exception>
    public T Get<T>(Setting<T> setting)
    {
        ArgumentNullException.ThrowIfNull(setting);
        if (file.Value.Find(setting.Name) is not { } entry) return setting.Default;
        if (entry.Text is { } text && setting.TryParse(text, out var value)) return value;
        throw NotAllowed(setting, entry);
    }

    /// <summary>
    /// The value in the file in its normal form, or as it stands there if it is not allowed; null if the file does not set it.
    /// </summary>
    /// <exception cref="LlmException">The file is not valid.</exception>
    public string? Find(Setting setting)
    {
        ArgumentNullException.ThrowIfNull(setting);
        return file.Value.Find(setting.Name) is { } entry ? setting.Normalise(entry.Text ?? "") ?? entry.Text ?? "" : null;
    }

    /// <summary>The problems of the file: values that are not allowed and unknown names; empty if there are none.</summary>
    /// <exception cref="LlmException">The file is not valid.</exception>
    public IReadOnlyList<string> FindProblems()
    {
        var problems = new List<string>();
        foreach (var (name, entry) in file.Value.Entries)
        {
            if (Setting.All.FirstOrDefault(known => known.Name == name) is { } setting)
            {
                if (entry.Text is not { } text || setting.Normalise(text) is null) problems.Add(NotAllowed(setting, entry).Message);
            }
            else if (entry.Text is not null)
            {
                problems.Add(
                    $"{Path}, line {entry.Line}: there is no setting '{name}'. Correct or remove the line; 'llm config list' shows all.");
            }
        }

        return problems;
    }

    /// <summary>Sets a value.</summary>
    /// <param name="setting">The setting.</param>
    /// <param name="text">The value as a user writes it.</param>
    /// <exception cref="LlmException">The value is not allowed, or the file is not valid or cannot be written.</exception>
    public void Set(Setting setting, string text)
    {
        ArgumentNullException.ThrowIfNull(setting);
        ArgumentNullException.ThrowIfNull(text);
        var value = setting.Normalise(text) ?? throw new LlmException($"{setting.Name} must be {setting.Allowed}; '{text}' is not.");
        Change(current => current.With(setting.Name, value));
    }

    /// <summary>Removes a value, which restores the default.</summary>
    /// <exception cref="LlmException">The file is not valid or cannot be written.</exception>
    public void Unset(Setting setting)
    {
        ArgumentNullException.ThrowIfNull(setting);
        Change(current => current.Without(setting.Name));
    }

    private LlmException NotAllowed(Setting setting, SettingsFile.Entry entry) => new(
        $"{Path}, line {entry.Line}: {setting.Name} must be {setting.Allowed}. Correct the line, "
        + $"or remove it with 'llm config unset {setting.Name}'.");

    /// <summary>Applies a change to the current file, which another program may have changed, and writes it if its text differs.</summary>
    private void Change(Func<SettingsFile, SettingsFile> change)
    {
        using var held = FileLock.Take(Path);
        var current = SettingsFile.Read(Path);
        var changed = change(current);
        if (changed.Text != current.Text) AtomicFile.WriteAllText(Path, changed.Text);
        file = new(changed);
    }
}
