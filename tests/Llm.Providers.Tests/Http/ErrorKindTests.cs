using Llm.Testing;

namespace Llm.Providers.Tests.Http;

/// <summary>The kinds of errors, in the forms that the vendors document.</summary>
public sealed class ErrorKindTests : ServerTest
{
    [Theory]
    // OpenAI: platform.openai.com/docs/guides/error-codes
    [InlineData(401, """{"error": {"message": "x", "type": "invalid_request_error", "code": "invalid_api_key"}}""", "Authentication")]
    [InlineData(429, """{"error": {"message": "x", "type": "insufficient_quota", "code": "insufficient_quota"}}""", "Quota")]
    [InlineData(429, """{"error": {"message": "x", "type": "requests", "code": "rate_limit_exceeded"}}""", "RateLimit")]
    [InlineData(404, """{"error": {"message": "x", "type": "invalid_request_error", "code": "model_not_found"}}""", "UnknownModel")]
    [InlineData(400, """{"error": {"message": "x", "type": "invalid_request_error", "code": "context_length_exceeded"}}""", "ContextLength")]
    [InlineData(400, """{"error": {"message": "x", "type": "invalid_request_error", "code": "invalid_prompt"}}""", "ContentRefused")]
    [InlineData(400, """{"error": {"message": "x", "type": "invalid_request_error", "code": null}}""", "BadRequest")]
    [InlineData(500, """{"error": {"message": "x", "type": "server_error", "code": null}}""", "Other")]
    [InlineData(503, """{"error": {"message": "x", "type": "server_error", "code": null}}""", "Overloaded")]
    // Azure OpenAI
    [InlineData(400, """{"error": {"message": "x", "code": "content_filter", "innererror": {"code": "y"}}}""", "ContentRefused")]
    [InlineData(404, """{"error": {"code": "DeploymentNotFound", "message": "x"}}""", "UnknownModel")]
    [InlineData(401, """{"error": {"code": "401", "message": "Access denied due to invalid subscription key"}}""", "Authentication")]
    // Anthropic: its page on errors
    [InlineData(401, """{"type": "error", "error": {"type": "authentication_error", "message": "x"}}""", "Authentication")]
    [InlineData(403, """{"type": "error", "error": {"type": "permission_error", "message": "x"}}""", "Authentication")]
    [InlineData(402, """{"type": "error", "error": {"type": "billing_error", "message": "x"}}""", "Quota")]
    [InlineData(400, """{"type": "error", "error": {"type": "invalid_request_error", "message": "Your credit balance is too low to access"}}""", "Quota")]
    [InlineData(404, """{"type": "error", "error": {"type": "not_found_error", "message": "model: x"}}""", "UnknownModel")]
    [InlineData(429, """{"type": "error", "error": {"type": "rate_limit_error", "message": "x"}}""", "RateLimit")]
    [InlineData(529, """{"type": "error", "error": {"type": "overloaded_error", "message": "x"}}""", "Overloaded")]
    [InlineData(413, """{"type": "error", "error": {"type": "request_too_large", "message": "x"}}""", "BadRequest")]
    [InlineData(500, """{"type": "error", "error": {"type": "api_error", "message": "x"}}""", "Other")]
    // Google: ai.google.dev/gemini-api/docs/troubleshooting
    [InlineData(400, """{"error": {"code": 400, "message": "x", "status": "INVALID_ARGUMENT", "details": [{"reason": "API_KEY_INVALID"}]}}""", "Authentication")]
    [InlineData(400, """{"error": {"code": 400, "message": "x", "status": "INVALID_ARGUMENT"}}""", "BadRequest")]
    [InlineData(403, """{"error": {"code": 403, "message": "x", "status": "PERMISSION_DENIED"}}""", "Authentication")]
    [InlineData(404, """{"error": {"code": 404, "message": "x", "status": "NOT_FOUND"}}""", "UnknownModel")]
    [InlineData(429, """{"error": {"code": 429, "message": "x", "status": "RESOURCE_EXHAUSTED"}}""", "RateLimit")]
    [InlineData(503, """{"error": {"code": 503, "message": "x", "status": "UNAVAILABLE"}}""", "Overloaded")]
    // Ollama, OpenRouter, Mistral, and a proxy
    [InlineData(404, """{"error": "model 'x' not found"}""", "UnknownModel")]
    [InlineData(402, """{"error": {"code": 402, "message": "Insufficient credits"}}""", "Quota")]
    [InlineData(400, """{"object": "error", "message": "Invalid model: x", "type": "invalid_model", "code": "1500"}""", "UnknownModel")]
    [InlineData(407, "", "Authentication")]
    public async Task The_kind_is_that_of_the_code_the_type_or_the_status(int status, string body, string kind) =>
        (await FailAsync(status, body)).Kind.ToString().ShouldBe(kind);

    [Theory]
    [InlineData(400, "This model's maximum context length is 8192 tokens. However, your messages resulted in 10031 tokens.", 10031, 8192)]
    [InlineData(400, "prompt is too long: 208310 tokens > 200000 maximum", 208310, 200000)]
    [InlineData(400, "input length and `max_tokens` exceed context limit: 199000 + 8192 > 200000, decrease it", 207192, 200000)]
    [InlineData(400, "The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).", 1200000, 1048576)]
    [InlineData(400, "the request (3000 tokens) exceeds the available context size (2048 tokens), try increasing it", 3000, 2048)]
    [InlineData(400, "Your input exceeds the context window of this model gpt-4.", null, null)]
    [InlineData(413, "maximum context length is 131072", null, 131072)]
    public async Task A_request_that_is_too_long_has_the_figures_of_the_server(int status, string message, int? used, int? limit)
    {
        var error = await FailAsync(status, $$$"""{"error": {"message": "{{{message}}}", "type": "invalid_request_error"}}""");
        (error.Kind, error.ContextUsed, error.ContextLimit).ShouldBe((ProviderErrorKind.ContextLength, used, limit));
        error.Message.ShouldContain("Shorten the prompt");
    }

    [Fact]
    public async Task A_lost_connection_is_of_the_network()
    {
        Server.Enqueue(FakeAnswer.FromPieces("a", "b", "c") with { CutAfterPieces = 1 });
        (await FailAsync()).Kind.ShouldBe(ProviderErrorKind.Network);
    }

    private Task<ProviderException> FailAsync(int status, string body)
    {
        Server.Enqueue(FakeReply.Text(body, "application/json", status).WithHeader("x-should-retry", "false"));
        return FailAsync();
    }

    private Task<ProviderException> FailAsync() =>
        Should.ThrowAsync<ProviderException>(() => Chat().PromptAsync("x", new PromptOptions { Key = Key }));
}
