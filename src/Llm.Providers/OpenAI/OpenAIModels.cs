using Llm.Providers.OpenAI.Chat;
using Llm.Providers.OpenAI.Completions;
using Llm.Providers.OpenAI.Responses;

namespace Llm.Providers.OpenAI;

/// <summary>OpenAI's own models, in the order of listings, as in the Python tool 0.32.</summary>
internal static class OpenAIModels
{
    public static IEnumerable<(Model Model, string[] Aliases)> BuiltIn(Func<HttpClient> http)
    {
        (Model, string[]) Chat(string id, bool full, params string[] aliases) =>
            (new ChatModel(
                new OpenAIModelSettings { Id = id, Vision = full, SupportsSchema = full, SupportsTools = full, ServiceTier = true },
                http), aliases);

        (Model, string[]) Responses(string id, bool canStream = true, bool vision = true, bool verbosity = false, bool original = false) =>
            (new ResponsesModel(
                new OpenAIModelSettings
                {
                    Id = id,
                    CanStream = canStream,
                    Vision = vision,
                    Reasoning = true,
                    Verbosity = verbosity,
                    OriginalImageDetail = original,
                    ServiceTier = true,
                    SupportsSchema = true,
                    SupportsTools = true,
                },
                http), []);

        yield return Chat("gpt-4o", true, "4o");
        yield return Chat("gpt-4o-mini", true, "4o-mini");
        yield return Chat("gpt-4.1", true, "4.1");
        yield return Chat("gpt-4.1-mini", true, "4.1-mini");
        yield return Chat("gpt-4.1-nano", true, "4.1-nano");
        yield return Chat("gpt-3.5-turbo", false, "3.5", "chatgpt");
        yield return Chat("gpt-3.5-turbo-16k", false, "chatgpt-16k", "3.5-16k");
        yield return Chat("gpt-4", false, "4", "gpt4");
        yield return Chat("gpt-4-turbo-2024-04-09", false);
        yield return Chat("gpt-4-turbo", false, "gpt-4-turbo-preview", "4-turbo", "4t");
        yield return Responses("o1", canStream: false);
        yield return Responses("o1-2024-12-17", canStream: false);
        yield return Responses("o3-mini", vision: false);
        yield return Responses("o3");
        yield return Responses("o4-mini");
        foreach (var id in (string[])
            ["gpt-5", "gpt-5-mini", "gpt-5-nano", "gpt-5-2025-08-07", "gpt-5-mini-2025-08-07", "gpt-5-nano-2025-08-07",
                "gpt-5.1", "gpt-5.2", "gpt-5.2-chat-latest"])
        {
            yield return Responses(id, verbosity: true);
        }

        foreach (var id in (string[])
            [
                "gpt-5.4", "gpt-5.4-2026-03-05", "gpt-5.4-mini", "gpt-5.4-mini-2026-03-17", "gpt-5.4-nano", "gpt-5.4-nano-2026-03-17",
                "gpt-5.5", "gpt-5.5-2026-04-23", "gpt-5.6-sol", "gpt-5.6-terra", "gpt-5.6-luna",
            ])
        {
            yield return Responses(id, verbosity: true, original: true);
        }

        yield return (
            new CompletionModel(new OpenAIModelSettings { Id = "gpt-3.5-turbo-instruct", DefaultMaxTokens = 256 }, http),
            ["3.5-instruct", "chatgpt-instruct"]);
    }
}
