using System.Text.Json.Nodes;
using Llm.Providers.Http;
using Llm.Providers.OpenAI.Chat;

namespace Llm.Providers.OpenAI.Completions;

/// <summary>Builds requests of the Completions interface.</summary>
internal static class CompletionRequest
{
    /// <summary>The request for a prompt: the texts of the user and of the model, a line each, are what is continued.</summary>
    /// <exception cref="LlmException">The prompt has a system prompt, or the address is not valid.</exception>
    public static ProviderRequest Create(Prompt prompt, ModelContext context, OpenAIModelSettings settings)
    {
        if (prompt.System.Length > 0) throw new LlmException("System prompts are not supported for OpenAI completion models");
        var texts = prompt.Messages
            .Where(message => message.Role is Message.UserRole or Message.AssistantRole && message.Text.Length > 0)
            .Select(message => message.Text);
        var body = new JsonObject { ["model"] = settings.WireName, ["prompt"] = string.Join('\n', texts), ["stream"] = context.Stream };
        ChatRequest.AddOptions(body, prompt, context.Stream, settings.DefaultMaxTokens);
        return settings.Request("completions", body, prompt, context);
    }
}
