using Llm.Providers.Dify;

namespace Kennel;

/// <summary>The kennel's chat models have OpenAI's interface, so there is only something to add to the credentials.</summary>
public sealed class KennelLanguageModels : OpenAICompatibleLanguageModelInvoker
{
    protected override void Complete(IDictionary<string, string> credentials) =>
        credentials["extra_headers"] = """{"X-Kennel-Client": "llm"}""";
}
