using Llm.Providers.Anthropic;

namespace Llm.Providers.Tests.Anthropic;

/// <summary>A test with models of the Messages interface that talk to the fake server.</summary>
public abstract class AnthropicTest : ServerTest
{
    protected const AnthropicFeatures Newer = AnthropicFeatures.Pdf | AnthropicFeatures.Thinking | AnthropicFeatures.Effort
        | AnthropicFeatures.AdaptiveThinking | AnthropicFeatures.StructuredOutputs | AnthropicFeatures.Web | AnthropicFeatures.CodeExecution
        | AnthropicFeatures.LaterInstructions;

    protected const AnthropicFeatures Older = AnthropicFeatures.Pdf | AnthropicFeatures.Thinking | AnthropicFeatures.Web;

    protected AnthropicModel Claude(
        AnthropicFeatures features = Newer, string version = AnthropicModelSettings.CurrentVersion, int maxTokens = 100,
        IKeySource? keys = null) => new(
        new AnthropicModelSettings
        {
            Id = "claude-test",
            ApiBase = Server.BaseAddress,
            IsOlder = () => version == AnthropicModelSettings.OlderVersion,
            Features = features,
            MaxTokens = maxTokens,
        },
        Http)
        { Services = NewServices(keys) };
}
