using System.Text.Json.Nodes;

namespace Llm.Cli.Tests.Commands.Tasks;

/// <summary><c>llm models --type</c>, and embedding models of presets.</summary>
public sealed class ModelTypesTests : TaskTest
{
    [Fact]
    public async Task Models_of_each_type_are_listed()
    {
        (await Llm.RunAsync("models", "--type", "moderation")).ShouldBe(CommandResult.Success(
            "OpenAI: omni-moderation-latest (aliases: omni-moderation)\nOpenAI: omni-moderation-2024-09-26\n"));
        (await Llm.RunAsync("models", "--type", "transcription")).Output.ShouldBe(
            "OpenAI: gpt-transcribe\nOpenAI: gpt-4o-transcribe\nOpenAI: gpt-4o-mini-transcribe\nOpenAI: gpt-4o-transcribe-diarize\n"
            + "OpenAI: whisper-1\n");
        (await Llm.RunAsync("models", "--type", "speech")).Output.ShouldBe(
            "OpenAI: gpt-4o-mini-tts\nOpenAI: tts-1\nOpenAI: tts-1-hd\n");
        (await Llm.RunAsync("models", "--type", "rerank")).Output.ShouldBe("");
        (await Llm.RunAsync("models", "--type", "embedding")).Output.ShouldBe((await Llm.RunAsync("embed-models")).Output);
    }

    [Fact]
    public async Task Models_of_presets_are_listed_where_the_key_is_there()
    {
        (await Llm.RunAsync("models", "--type", "rerank", "--all", "-q", "cohere/rerank-v3")).Output.ShouldBe(
            "OpenRouter: openrouter/cohere/rerank-v3.5\nCohere: cohere/rerank-v3.5\n");
        (await Llm.RunAsync("embed-models", "-q", "mistral")).Output.Trim().ShouldBe("");
        (await Llm.RunAsync("embed-models", "-q", "mistral", "--all")).Output.ShouldBe(
            "Mistral: mistral-embed (aliases: mistral/mistral-embed)\nMistral: mistral/codestral-embed\n");
        (await Llm.RunAsync("keys", "set", "mistral", "--value", "k")).ExitCode.ShouldBe(0);
        (await Llm.RunAsync("embed-models", "-q", "mistral")).Output.ShouldStartWith("Mistral: mistral-embed");
        (await Llm.RunAsync("models", "--type", "moderation", "-q", "mistral")).Output.ShouldBe(
            "Mistral: mistral/mistral-moderation-latest\n");
    }

    [Fact]
    public async Task JSON_names_the_type()
    {
        var result = await Llm.RunAsync("models", "--type", "moderation", "--json", "-m", "omni-moderation");
        JsonNode.DeepEquals(JsonNode.Parse(result.Output), JsonNode.Parse(
            """[{"model_id": "omni-moderation-latest", "aliases": ["omni-moderation"], "type": "moderation"}]"""))
            .ShouldBeTrue(result.Output);
        (await Llm.RunAsync("models", "--type", "speech", "--tools")).ShouldBe(
            CommandResult.Failure("--type cannot be used with --options, --async, --schemas or --tools"));
    }

    [Fact]
    public async Task An_embedding_model_of_a_provider_is_used_by_its_name_and_kept_by_its_id()
    {
        Llm.User.Write(
            "providers.yaml",
            $"mistral: {{title: Mistral, base: '{Server.BaseAddress}', key: own, embeddings: {{models: [mistral-embed], "
            + "ids: {mistral-embed: mistral-embed}, batch_size: 10}}\n");
        (await Llm.RunAsync("embed", "-m", "mistral/mistral-embed", "-c", "text", "-f", "hex")).ExitCode.ShouldBe(0);
        Body["model"]!.GetValue<string>().ShouldBe("mistral-embed");
        Server.Requests[^1].Header("Authorization").ShouldBe("Bearer sk-own-0123456789");
        (await Llm.RunAsync("embed", "notes", "one", "-m", "mistral/mistral-embed", "-c", "text")).ExitCode.ShouldBe(0);
        (await Llm.RunAsync("collections")).Output.ShouldStartWith("notes: mistral-embed\n");
        (await Llm.RunAsync("similar", "notes", "-c", "text")).Output.ShouldContain("\"id\": \"one\"");
        (await Llm.RunAsync("embed-models", "default", "mistral/other")).ExitCode.ShouldBe(0);
        (await Llm.RunAsync("embed-models", "default")).Output.ShouldBe("mistral/other\n");
        (await Llm.RunAsync("embed", "-m", "groq/some", "-c", "text")).Error.ShouldStartWith(
            "Error: Groq is not known to have embedding models.");
    }
}
