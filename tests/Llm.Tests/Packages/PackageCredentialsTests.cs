using Llm.Packages;
using Llm.Testing;

namespace Llm.Tests.Packages;

/// <summary>Credentials are filtered by the rules of Dify.</summary>
public sealed class PackageCredentialsTests : IDisposable
{
    private readonly TemporaryUserDirectory user = new();
    private readonly SamplePackage sample = new();

    public void Dispose()
    {
        user.Dispose();
        sample.Dispose();
    }

    [Fact]
    public void Defaults_are_filled_in_and_unknown_and_empty_values_left_out()
    {
        var (credentials, scope) = Given();
        credentials.Of(scope, "k").ShouldBe(new Dictionary<string, string> { ["api_key"] = "k", ["region"] = "eu" });
        credentials.Set(scope, new Dictionary<string, string> { ["region"] = "us", ["walrus"] = "1", ["api_key"] = "" });
        credentials.Of(scope, "k").ShouldBe(new Dictionary<string, string> { ["api_key"] = "k", ["region"] = "us" });
        credentials.IsConfigured(scope.Package).ShouldBeTrue();
    }

    [Fact]
    public void What_is_missing_or_not_allowed_is_told_without_the_value()
    {
        var (credentials, scope) = Given();
        Should.Throw<LlmException>(() => credentials.Of(scope, null))
            .Message.ShouldBe("Key (api_key) is not set. Run: llm providers configure sample");
        credentials.Set(scope, new Dictionary<string, string> { ["region"] = "asia" });
        Should.Throw<LlmException>(() => credentials.Of(scope, "k")).Message.ShouldBe("Region (region) is one of eu, us.");
    }

    [Fact]
    public void A_field_takes_part_only_while_another_one_has_a_value()
    {
        sample.Change(
            "provider/sample.yaml", "    - variable: region",
            """
                - variable: secret
                  type: secret-input
                  label: {en_US: Secret}
                  max_length: 4
                  show_on: [{variable: region, value: us}]
                - variable: only_tts
                  type: text-input
                  label: {en_US: Voice}
                  show_on: [{variable: __model_type, value: tts}]
                - variable: fast
                  type: switch
                  required: false
                  label: {en_US: Fast}
                - variable: region
            """);
        var (credentials, scope) = Given("12345");
        scope.Form!.Fields.Select(field => field.Variable).ShouldBe(["api_key", "secret", "only_tts", "fast", "region"]);
        credentials.Of(scope, "k").Keys.ShouldBe(["api_key", "region"]);
        credentials.Set(scope, new Dictionary<string, string> { ["region"] = "us", ["fast"] = "False" });
        var error = Should.Throw<LlmException>(() => credentials.Of(scope, "k")).Message;
        error.ShouldBe("Secret (secret) is longer than 4 characters.");
        (credentials, scope) = Given("1234");
        credentials.Of(scope, "k").ShouldBe(new Dictionary<string, string> { ["api_key"] = "k", ["secret"] = "1234", ["region"] = "us" });
        credentials.Set(scope, new Dictionary<string, string> { ["fast"] = "true" });
        credentials.Of(scope, "k")["fast"].ShouldBe("true");
        Should.Throw<LlmException>(() => credentials.Of(new CredentialScope(scope.Package, PackageModelType.TextToSpeech), "k"))
            .Message.ShouldStartWith("Voice (only_tts) is not set.");
    }

    [Fact]
    public void A_model_that_a_user_adds_has_credentials_of_its_own()
    {
        sample.Change(
            "provider/sample.yaml", "models:\n  llm:",
            """
            model_credential_schema:
              model: {label: {en_US: Name}}
              credential_form_schemas:
                - {variable: api_key, type: secret-input, label: {en_US: Key}}
                - {variable: endpoint_url, type: text-input, label: {en_US: Address}}
                - {variable: vision_support, type: select, required: false, default: no_support, label: {en_US: Images}, options: [{value: support, label: {en_US: yes please}}, {value: no_support, label: {en_US: no thanks}}]}
            models:
              llm:
            """);
        var (credentials, _) = Given();
        var package = new PackageStore(user.Directory).Find("sample")!;
        var scope = new CredentialScope(package, PackageModelType.Llm, "own-model");
        scope.KeyName.ShouldBe("dify:sample/own-model");
        credentials.Set(scope, new Dictionary<string, string> { ["endpoint_url"] = "http://localhost/v1", ["vision_support"] = "support" });
        credentials.AddedModels(package).ShouldHaveSingleItem().Features.ShouldBe(["multi-tool-call", "structured-output", "vision"]);
        credentials.Of(scope, "k")["endpoint_url"].ShouldBe("http://localhost/v1");
        credentials.Remove("sample");
        credentials.AddedModels(package).ShouldBeEmpty();
        credentials.IsConfigured(package).ShouldBeFalse();
    }

    private (PackageCredentials Credentials, CredentialScope Scope) Given(string? secret = null)
    {
        var keys = new KeyStore(user.Directory);
        if (secret is not null) keys.Set("dify:sample.secret", secret);
        return (new PackageCredentials(user.Directory, keys), new CredentialScope(new PackageStore(user.Directory).Add(sample.Folder)));
    }
}
