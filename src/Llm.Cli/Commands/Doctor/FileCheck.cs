using Llm.Cli.Output;

namespace Llm.Cli.Commands.Doctor;

/// <summary>Checks whether the files that users edit can be read, and whether other users can read the keys.</summary>
internal static class FileCheck
{
    private const string Section = "Files";
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    public static async Task<List<Finding>> RunAsync(LlmHost host, IReadOnlyList<PluginCheck> plugins, CancellationToken cancellationToken)
    {
        var findings = new List<Finding>();
        void Check(string path, Action read)
        {
            if (File.Exists(path)) findings.Add(Read(Path.GetFileName(path), read));
        }

        Check(host.Directory.AliasesFile, () => host.Aliases.Read());
        Check(host.Directory.KeysFile, () => _ = host.Keys.Names);
        if (KeysMode(host.Directory.KeysFile) is { } mode) findings.Add(mode);
        Check(host.Directory.ModelOptionsFile, () => host.ModelOptions.ReadAll());
        var extra = host.Directory.ExtraOpenAIModelsFile;
        Check(extra, () =>
        {
            var failed = plugins.FirstOrDefault(plugin => plugin.Error?.Message.StartsWith(extra, StringComparison.Ordinal) == true);
            if (failed is { Error: { } error }) throw error;
        });
        Check(host.Directory.SettingsFile, () =>
        {
            if (host.Settings.FindProblems() is { Count: > 0 } problems) throw new LlmException(string.Join(' ', problems));
        });
        if (!Directory.Exists(host.Templates.Path)) return findings;
        foreach (var file in Directory.EnumerateFiles(host.Templates.Path, "*.yaml").Order(StringComparer.Ordinal))
        {
            findings.Add(await ReadTemplateAsync(host.Templates, file, cancellationToken));
        }

        return findings;
    }

    private static Finding Read(string name, Action read)
    {
        try
        {
            read();
            return new Finding(Section, name, FindingState.Ok, "can be read");
        }
        catch (LlmException ex)
        {
            return new Finding(Section, name, FindingState.Wrong, ex.Message);
        }
    }

    private static async Task<Finding> ReadTemplateAsync(TemplateStore templates, string file, CancellationToken cancellationToken)
    {
        var name = $"templates/{Path.GetFileName(file)}";
        try
        {
            await templates.LoadAsync(file, cancellationToken);
            return new Finding(Section, name, FindingState.Ok, "can be read");
        }
        catch (LlmException ex)
        {
            return new Finding(Section, name, FindingState.Wrong, ex.Message);
        }
    }

    private static Finding? KeysMode(string path)
    {
        if (OperatingSystem.IsWindows() || !File.Exists(path)) return null;
        return (File.GetUnixFileMode(path) & Others) == 0
            ? new Finding(Section, "keys.json", FindingState.Ok, "only its owner can read it")
            : new Finding(Section, "keys.json", FindingState.Wrong, $"other users can read it; run chmod 600 '{path}'");
    }
}
