using System.Text;
using Llm.Providers.Ollama;
using Llm.Testing;

namespace Llm.Providers.Tests.Ollama;

[Collection(nameof(EnvironmentVariables))]
public class OllamaModelTests : OllamaTest
{
    public static TheoryData<string> Checks => [.. ModelConformance.Checks.Keys];

    [Theory]
    [MemberData(nameof(Checks))]
    public Task A_model_keeps_the_promises_of_one(string check) =>
        ModelConformance.Checks[check](new ModelUnderTest(NewModel(), text => $"echo: {text}")
        {
            LongPrompt = "SLOW 200\nREPLY " + string.Join(' ', Enumerable.Range(0, 100)),
            FailingPrompt = "ERR 500",
            BadOption = KeyValuePair.Create<string, System.Text.Json.Nodes.JsonNode>("temperature", "warm"),
        });

    /// <summary>The names, their order and the label of llm-ollama 0.15.1.</summary>
    [Fact]
    public void The_options_are_those_of_the_Python_plugin_and_one_more()
    {
        NewModel().Options.Select(option => option.Name).ShouldBe(
        [
            "num_ctx", "repeat_last_n", "repeat_penalty", "temperature", "seed", "stop", "num_predict", "top_k", "top_p", "min_p",
            "json_object", "think", "keep_alive",
        ]);
        NewModel("llama3.2:latest").ToString().ShouldBe("Ollama: llama3.2:latest");
        NewModel().WithName("other").Id.ShouldBe("other");
    }

    [Theory]
    [InlineData(null, "http://localhost:11434")]
    [InlineData("", "http://localhost:11434")]
    [InlineData("box", "http://box:11434")]
    [InlineData("box/base/", "http://box:11434/base")]
    [InlineData("[::1]", "http://[::1]:11434")]
    [InlineData("[::1]:5", "http://[::1]:5")]
    [InlineData("https://h", "https://h")]
    [InlineData("http://h", "http://h")]
    [InlineData("http://me:pass@h:1/", "http://h:1")]
    public void The_variable_has_the_address(string? value, string url)
    {
        using var _ = new EnvironmentVariables((OllamaAddress.HostVariable, value));
        new OllamaAddress().Server.ShouldBe(url);
        new OllamaAddress().Request("/api/tags").Url.ShouldBe(new Uri(url + "/api/tags"));
        new OllamaAddress().Origin("m").Server.ShouldBe(new Uri(new Uri(url).GetLeftPart(UriPartial.Authority)));
    }

    [Theory]
    [InlineData("ftp://me:secret@h", "ftp://me:secret@h")]
    [InlineData("http://", "http://")]
    public void An_address_that_is_none_is_refused(string value, string _)
    {
        using var variables = new EnvironmentVariables((OllamaAddress.HostVariable, value));
        var error = Should.Throw<LlmException>(() => new OllamaAddress().Request("/api/tags"));
        error.Message.ShouldStartWith("The address of the Ollama server in OLLAMA_HOST is not valid: ");
        error.Message.ShouldNotContain("secret");
    }

    [Fact]
    public async Task A_name_and_a_password_in_the_address_become_a_header()
    {
        using var _ = new EnvironmentVariables((OllamaAddress.HostVariable, $"http://user%40domain:p%40ss@127.0.0.1:{Server.Port}"));
        await Unnamed().PromptAsync("x");
        Server.Requests[^1].Header("authorization").ShouldBe(
            "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("user@domain:p@ss")));
    }

    [Fact]
    public async Task More_headers_are_those_of_the_variable_and_are_never_shown()
    {
        using var _ = new EnvironmentVariables(
            (OllamaAddress.HostVariable, $"127.0.0.1:{Server.Port}"),
            (OllamaAddress.HeadersVariable, "Authorization=Bearer a=secret-token-1, CF-Access-Client-Secret=secret-token-2"));
        await Unnamed().PromptAsync("x");
        var request = Server.Requests[^1];
        (request.Header("authorization"), request.Header("cf-access-client-secret")).ShouldBe(("Bearer a=secret-token-1", "secret-token-2"));

        Server.Enqueue(FakeReply.Text("""{"error": "secret-token-2 and a=secret-token-1 are not known"}""", "application/json", 400));
        var error = await Should.ThrowAsync<ProviderException>(() => Unnamed().PromptAsync("x"));
        (error.Message + error.Body).ShouldNotContain("secret-token");
    }

    [Fact]
    public void Headers_that_are_none_are_refused_without_their_words()
    {
        using var _ = new EnvironmentVariables((OllamaAddress.HeadersVariable, "secret-token"));
        Should.Throw<LlmException>(() => new OllamaAddress("h").Request("/x")).Message
            .ShouldBe("A header in OLLAMA_HEADERS has no name: write name=value,name=value.");
    }

    [Theory]
    [InlineData("https://ollama.com", "Bearer key-1")]
    [InlineData("http://ollama.com", null)]
    [InlineData("https://ollama.com.example.org", null)]
    [InlineData("localhost", null)]
    public void The_key_is_for_the_vendors_server_only(string host, string? header)
    {
        using var _ = new EnvironmentVariables((OllamaAddress.HostVariable, host), (OllamaAddress.KeyVariable, "key-1"));
        new OllamaAddress().Request("/api/chat").Headers.Where(pair => pair.Key == "Authorization").Select(pair => pair.Value)
            .SingleOrDefault().ShouldBe(header);
        NewModel().KeyEnvironmentVariables.ShouldBe(["OLLAMA_API_KEY", "OLLAMA_HEADERS", "OLLAMA_HOST"]);
    }

    private OllamaModel Unnamed() => new("m", OllamaCapabilities.Unknown, new OllamaAddress(), Http) { Services = NewServices() };
}
