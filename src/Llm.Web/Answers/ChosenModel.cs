using Llm.Prompting;
using Llm.Serving;

namespace Llm.Web.Answers;

/// <summary>The model that a client named, and the template if the name is that of one.</summary>
internal sealed record ChosenModel(Model Model, Template? Template)
{
    /// <summary>What the name of a template among the models begins with.</summary>
    public const string TemplatePrefix = "template:";

    private static readonly Dictionary<string, string> NoValues = [];

    /// <summary>Finds a model or template.</summary>
    /// <exception cref="LlmException">There is none of this name.</exception>
    public static async Task<ChosenModel> FindAsync(
        LlmHost host, ServeSettings settings, string name, CancellationToken cancellationToken)
    {
        if (!name.StartsWith(TemplatePrefix, StringComparison.Ordinal)) return new ChosenModel(host.GetModel(name), null);
        var template = await host.Templates.LoadAsync(name[TemplatePrefix.Length..], cancellationToken);
        template = await template.CompleteAsync(NoValues, cancellationToken);
        return new ChosenModel(host.GetModel(template.Model ?? settings.Model), template);
    }

    /// <summary>Adds what the template has to a draft, and the options that the user stored for the model.</summary>
    /// <param name="host">The host, which fetches what the template names.</param>
    /// <param name="draft">The draft.</param>
    /// <param name="fills">Whether the draft's text goes through the template, which one that is asked again has been through.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="LlmException">An attachment of the template cannot be read, or the model does not take an option.</exception>
    public async Task<PromptDraft> CompleteAsync(LlmHost host, PromptDraft draft, bool fills, CancellationToken cancellationToken)
    {
        if (Template is not null)
        {
            var attachments = new AttachmentResolver(host.Web, _ => Task.FromResult<byte[]>([]));
            draft = await draft.ApplyAsync(Template, attachments, cancellationToken);
            if (fills) draft = draft.Fill(Template, NoValues);
        }

        return draft.For(Model, host.ModelOptions);
    }
}
