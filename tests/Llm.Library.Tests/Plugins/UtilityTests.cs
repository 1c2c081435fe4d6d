using Hosted;
using Llm.Testing;

namespace Llm.Library.Tests.Plugins;

/// <summary>The code of docs/plugins/utilities.md.</summary>
[Collection("user directory")]
public sealed class UtilityTests : IDisposable
{
    private readonly TemporaryUserDirectory user = new();

    public UtilityTests() => Environment.SetEnvironmentVariable("LLM_USER_PATH", user.Path);

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("LLM_USER_PATH", null);
        user.Dispose();
    }

    [Fact]
    public void A_stored_key_is_found_by_its_name()
    {
        Find().ShouldBeNull();
        new KeyStore(user.Directory).Set("github", "ghp_1");
        Find().ShouldBe("ghp_1");
    }

    [Fact]
    public void A_key_is_what_was_given_or_stored_or_in_a_variable()
    {
        Should.Throw<MissingKeyException>(() => Resolve(null)).Message.ShouldContain("github");
        Environment.SetEnvironmentVariable("GITHUB_TOKEN", "ghp_variable");
        Resolve(null).ShouldBe("ghp_variable");
        Environment.SetEnvironmentVariable("GITHUB_TOKEN", null);
        var keys = new KeyStore(user.Directory);
        keys.Set("github", "ghp_1");
        keys.Set("work", "ghp_2");
        Resolve(null).ShouldBe("ghp_1");
        Resolve("work").ShouldBe("ghp_2");
        Resolve("ghp_3").ShouldBe("ghp_3");
    }

    [Fact]
    public void A_plugin_keeps_its_data_in_the_user_directory()
    {
        CreateFolder();
        Directory.Exists(Path.Combine(user.Path, "my-plugin")).ShouldBeTrue();
    }

    [Fact]
    public async Task An_error_of_a_model_is_an_LlmException()
    {
        var model = new FakeModel((_, _, _) => IsDownloaded() ? new StreamEvent[] { "hi" }.ToAsyncEnumerable() : Missing());
        (await Should.ThrowAsync<LlmException>(() => model.PromptAsync("hi"))).Message.ShouldEndWith("Run: llm mpt download");

        bool IsDownloaded() => File.Exists(Path.Combine(user.Path, "mpt.bin"));

        static IAsyncEnumerable<StreamEvent> Missing() =>
            throw new LlmException("The model is not downloaded yet. Run: llm mpt download");
    }

    [Fact]
    public void Fake_responses_make_a_conversation()
    {
        using var http = new HttpClient();
        var model = new HostedModel("hosted-large", "large-latest", new Uri("https://hosted.example/"), () => http);
        var first = FakeResponse.Create(model, "prompt 1", "system 1", "response 1");
        var second = FakeResponse.Create(model, "prompt 2", null, "response 2", first);
        var prompt = second.Reply("prompt 3").Prompt;
        prompt.Messages.Select(message => $"{message.Role}: {message.Text}").ShouldBe(
        [
            "system: system 1", "user: prompt 1", "assistant: response 1", "user: prompt 2", "assistant: response 2", "user: prompt 3",
        ]);
        (second.Model, second.Text).ShouldBe((model, "response 2"));
    }

    private static string? Find()
    {
        string? stored = new KeyStore(UserDirectory.Resolve()).Find("github");
        return stored;
    }

    private static string Resolve(string? given)
    {
        string key = ApiKeys.Resolve(new KeyStore(UserDirectory.Resolve()), given, "github", "GITHUB_TOKEN");
        return key;
    }

    private static void CreateFolder()
    {
        var folder = Path.Combine(UserDirectory.Resolve().Path, "my-plugin");
        Directory.CreateDirectory(folder);
    }
}
