using Llm.Providers.Http;
using Llm.Providers.OpenAICompatible;
using Llm.Testing;

namespace Llm.Providers.Tests.OpenAICompatible;

/// <summary>
/// The names that the plugins of the Python tool gave to models of compatible servers, their options, stored keys and variables: what was
/// logged, saved in templates or stored with them goes on working.
/// </summary>
public sealed class PythonPluginTests : IDisposable
{
    private readonly TemporaryUserDirectory user = new();

    /// <summary>The plugin, a name of a model, our name of it, the key, the variable, and the options.</summary>
    public static TheoryData<string, string, string, string, string, string> Models => new()
    {
        {
            "llm-mistral", "mistral-large", "mistral/mistral-large-latest", "mistral", "LLM_MISTRAL_KEY",
            "temperature top_p max_tokens safe_mode random_seed"
        },
        { "llm-mistral", "mistral/codestral-latest", "mistral/codestral-latest", "mistral", "LLM_MISTRAL_KEY", "random_seed" },
        { "llm-mistral", "mistral-nemo", "mistral/open-mistral-nemo", "mistral", "LLM_MISTRAL_KEY", "safe_mode" },
        { "llm-groq", "groq-llama3", "groq/llama3-8b-8192", "groq", "LLM_GROQ_KEY", "temperature top_p max_tokens stop" },
        { "llm-groq", "groq-llama-3.3-70b", "groq/llama-3.3-70b-versatile", "groq", "LLM_GROQ_KEY", "stop" },
        { "llm-openrouter", "openrouter/a/b", "openrouter/a/b", "openrouter", "OPENROUTER_KEY", "temperature online provider seed" },
        { "llm-deepseek", "deepseek-reasoner", "deepseek/deepseek-reasoner", "deepseek", "LLM_DEEPSEEK_KEY", "temperature max_tokens" },
        {
            "llm-grok", "grok-4-latest", "xai/grok-4-latest", "grok", "XAI_API_KEY",
            "temperature max_completion_tokens search_mode max_search_results search_from_date search_to_date return_citations"
        },
        {
            "llm-perplexity", "sonar-pro", "perplexity/sonar-pro", "perplexity", "LLM_PERPLEXITY_KEY",
            "max_tokens temperature top_p top_k presence_penalty frequency_penalty search_recency_filter search_domain_filter "
            + "return_related_questions"
        },
    };

    public void Dispose() => user.Dispose();

    [Theory]
    [MemberData(nameof(Models))]
    public void A_model_is_found_with_its_key_and_options(
        string plugin, string name, string id, string key, string variable, string options)
    {
        using var http = ProviderHttp.CreateClient();
        var model = new PresetModels(user.Directory, new ProviderPresets(user.Directory), () => http).Find(name)
            .ShouldBeAssignableTo<KeyModel>(plugin)!;
        model.Id.ShouldBe(id);
        model.NeedsKey.ShouldBe(key);
        model.KeyEnvironmentVariables[0].ShouldBe(variable);
        options.Split(' ').ShouldBeSubsetOf(model.Options.Select(option => option.Name));
    }
}
