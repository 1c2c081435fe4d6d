using Llm.Cli.Output;
using Llm.Storage.Logs;

namespace Llm.Cli.Commands.Doctor;

/// <summary>Lists what the user's files and the newest log entries name and no plugin offers.</summary>
/// <remarks>None of it is an error: it may be used on another machine, or with a plugin that is not installed now.</remarks>
internal sealed class ReferenceCheck
{
    private const string Section = "References";
    private const int LogEntries = 1000;
    private const string FromPlugin = "install the plugin that offers it, or";

    private readonly LlmHost host;
    private readonly List<Finding> findings = [];

    private ReferenceCheck(LlmHost host) => this.host = host;

    public static async Task<IReadOnlyList<Finding>> RunAsync(LlmHost host, CancellationToken cancellationToken)
    {
        var check = new ReferenceCheck(host);
        try
        {
            check.LookAtModels();
            await check.LookAtTemplatesAsync(cancellationToken);
            check.LookAtLogs();
        }
        catch (LlmException)
        {
            // A file or plugin that cannot be read is reported by another check, and what it offers is unknown.
        }

        return check.findings;
    }

    private void LookAtModels()
    {
        if (host.Defaults.EmbeddingModel is { } id && !IsModel(id))
            Add("default embedding model", $"'{id}' is not known; {FromPlugin} choose another with 'llm embed-models default'");
        foreach (var (alias, target) in host.Aliases.Read())
        {
            if (!IsModel(target)) Add($"alias {alias}", $"the model '{target}' is not known; {FromPlugin} 'llm aliases remove {alias}'");
        }

        foreach (var (model, _) in host.ModelOptions.ReadAll())
        {
            if (!IsModel(model))
                Add($"options of {model}", $"the model is not known; {FromPlugin} clear them with 'llm models options clear {model}'");
        }
    }

    private async Task LookAtTemplatesAsync(CancellationToken cancellationToken)
    {
        if (!Directory.Exists(host.Templates.Path)) return;
        foreach (var file in Directory.EnumerateFiles(host.Templates.Path, "*.yaml").Order(StringComparer.Ordinal))
        {
            try
            {
                LookAt(await host.Templates.LoadAsync(file, cancellationToken), $"template {Path.GetFileNameWithoutExtension(file)}");
            }
            catch (LlmException)
            {
                // The check of files reports it.
            }
        }
    }

    private void LookAt(Template template, string name)
    {
        var edit = $"{FromPlugin} change it with 'llm templates edit {name["template ".Length..]}'";
        if (template.Model is { } model && !IsModel(model)) Add(name, $"the model '{model}' is not known; {edit}");
        foreach (var tool in template.Tools ?? [])
            if (!IsTool(tool, template.Model))
                Add(name, $"the tool '{tool}' is not known; {edit}");
        foreach (var fragment in (template.Fragments ?? []).Concat(template.SystemFragments ?? []))
            if (PrefixOf(fragment) is { } prefix && !host.FragmentLoaders.ContainsKey(prefix))
                Add(name, $"nothing loads fragments such as '{fragment}'; {edit}");
    }

    private void LookAtLogs()
    {
        foreach (var model in LogInspection.RecentModels(host.Directory.LogsDatabase, LogEntries))
        {
            if (!IsModel(model))
                Add($"log, {model}", $"the last {LogEntries:N0} answers include some of this model, which is not known; {FromPlugin} "
                    + "continue such a conversation with another model: llm -c -m MODEL");
        }
    }

    private bool IsModel(string name) =>
        host.Models.Find(name) is not null
        || host.EmbeddingModels.Any(model => model.Model.Id == name || model.Aliases.Contains(name));

    private bool IsTool(string specification, string? model)
    {
        if (PrefixOf(specification) is { } prefix && host.Tools.Registry.Loaders.ContainsKey(prefix)) return true;
        var name = specification.Split('(')[0].Trim();
        return host.Tools.Registry.Names.Contains(name)
            || host.Models.Find(model ?? host.Defaults.Model)?.ServerSideTools.Any(tool => tool.Name == name) == true;
    }

    /// <summary>The prefix of a text that a loader loads; null for an address, a path or a plain name.</summary>
    private static string? PrefixOf(string text) =>
        text.IndexOf(':', StringComparison.Ordinal) is > 1 and var colon && !text[colon..].StartsWith("://", StringComparison.Ordinal)
        && !text[..colon].AsSpan().ContainsAny('(', '/', '\\')
            ? text[..colon]
            : null;

    private void Add(string name, string text) => findings.Add(new Finding(Section, name, FindingState.Note, text));
}
