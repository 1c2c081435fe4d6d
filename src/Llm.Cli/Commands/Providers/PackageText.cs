using System.Text;
using Llm.Packages;

namespace Llm.Cli.Commands.Providers;

/// <summary>Describes a package of models.</summary>
internal static class PackageText
{
    public static string Describe(LlmHost host, ModelProvider provider, ModelPackage package)
    {
        var language = Language();
        var described = package.Provider;
        var text = new StringBuilder($"{described.Label.For(language)} ({provider.Source} {provider.Origin})\n");
        if ((described.Description ?? package.Manifest.Description)?.For(language) is { Length: > 0 } description)
            text.Append($"  {description.ReplaceLineEndings(" ").Trim()}\n");
        text.Append($"  State: {ProviderText.KeyState(provider)}\n");
        if (CodeState(host, provider.Package!) is { } code) text.Append($"  Python code: {code}\n");
        foreach (var type in PackageModelTypes.All)
        {
            var models = described.Models.Where(model => model.Type == type).ToList();
            if (models.Count == 0) continue;
            var old = models.Count(model => model.IsDeprecated);
            text.Append($"  Models, {PackageModelTypes.NameOf(type)}: {models.Count}{(old > 0 ? $", {old} deprecated" : "")}\n");
        }

        if (described.ModelForm is not null && described.ConfigurationMethods.Contains("customizable-model"))
            text.Append($"  More models can be added: llm providers configure {provider.Name} --model NAME\n");
        Describe(text, "Asks for", described.Form, language);
        Describe(text, "Asks for each model that is added", described.ModelForm, language);
        if (described.HelpAddress is { } help) text.Append($"  {described.HelpTitle?.For(language) ?? "Help"}: {help.For(language)}\n");
        return text.ToString();
    }

    /// <summary>Whether the code of a package can run; null if it is not needed.</summary>
    private static string? CodeState(LlmHost host, AddedPackage package)
    {
        var environment = package.Environment;
        return environment.State switch
        {
            PackageEnvironmentState.Ready => $"prepared, with Python {environment.PythonVersion}",
            PackageEnvironmentState.Outdated => $"prepared for another version: llm providers prepare {package.Name}",
            _ when host.NeedsCode(package) => $"needed, and not prepared: llm providers prepare {package.Name}",
            _ => null,
        };
    }

    private static void Describe(StringBuilder text, string title, CredentialForm? form, string language)
    {
        if (form is null || form.Fields.Count == 0) return;
        text.Append($"  {title}:\n");
        foreach (var field in form.Fields)
        {
            text.Append($"    {field.Variable}: {field.Label.For(language)}");
            if (!field.IsRequired) text.Append(" (optional)");
            if (field.IsSecret) text.Append(" (secret)");
            if (field.Options.Count > 0) text.Append($": {string.Join(", ", field.Options.Select(option => option.Value))}");
            foreach (var condition in field.ShowOn) text.Append($" [if {condition.Variable} is {condition.Value}]");
            text.Append('\n');
        }
    }

    /// <summary>The language of the user's messages, by the variables of POSIX.</summary>
    private static string Language()
    {
        foreach (var variable in (string[])["LC_ALL", "LC_MESSAGES", "LANG"])
            if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } language)
                return language;
        return "";
    }
}
