using Llm.Testing;

namespace Llm.Providers.Tests.Http;

/// <summary>What a program can switch on when a provider refuses, and what its user reads.</summary>
public class ProviderExceptionTests : ServerTest
{
    [Theory]
    [InlineData(401, """{"error": {"message": "Wrong key.", "type": "invalid_request_error", "code": "invalid_api_key"}}""", "invalid_api_key", "invalid_request_error", " (invalid_api_key): Wrong key. Check the API key.")]
    [InlineData(400, """{"error": {"message": "Too long", "type": "invalid_request_error", "code": "context_length_exceeded"}}""", "context_length_exceeded", "invalid_request_error", " (context_length_exceeded): Too long. Shorten the prompt or the conversation, or choose a model that takes more.")]
    [InlineData(429, """{"error": {"message": "No quota.", "type": "insufficient_quota", "code": "insufficient_quota"}}""", "insufficient_quota", "insufficient_quota", " (insufficient_quota): No quota. Check the plan and the billing of the account.")]
    [InlineData(529, """{"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}}""", null, "overloaded_error", ": Overloaded. Try again later.")]
    [InlineData(403, """[{"error": {"code": 403, "message": "No.", "status": "PERMISSION_DENIED"}}]""", null, "PERMISSION_DENIED", ": No. Check what the API key is allowed to do.")]
    [InlineData(422, """{"object": "error", "message": "Wrong role", "type": "invalid", "code": null}""", null, "invalid", ": Wrong role.")]
    [InlineData(404, """{"error": "model 'x' not found"}""", null, null, ": model 'x' not found. Check the name of the model and the address of the server.")]
    [InlineData(404, """{"detail": "Not Found"}""", null, null, ": Not Found. Check the name of the model and the address of the server.")]
    public async Task A_refusal_has_the_servers_facts_and_says_what_to_do(
        int status, string body, string? code, string? type, string message)
    {
        Server.Enqueue(FakeReply.Text(body, "application/json", status).WithHeader("x-should-retry", "false"));
        var error = await FailAsync();
        error.Message.ShouldBe($"127.0.0.1:{Server.Port} answered with status {status}{message}");
        (error.Status, error.Code, error.Type).ShouldBe((status, code, type));
    }

    [Fact]
    public async Task The_wait_and_the_id_of_the_request_are_kept()
    {
        for (var i = 0; i < 3; i++)
            Server.Enqueue(FakeReply.Error(429, "Slow down").WithHeader("retry-after", "90").WithHeader("x-request-id", "req_7"));
        var error = await FailAsync();
        error.RetryAfter.ShouldBe(TimeSpan.FromSeconds(90));
        error.RequestId.ShouldBe("req_7");
        error.Message.ShouldEndWith("Slow down. Try again in 90 s, or send fewer requests.");
    }

    [Fact]
    public async Task An_error_inside_a_stream_has_no_status()
    {
        Server.Enqueue(FakeReply.Events("""data: {"error": {"message": "Broken", "code": "server_error", "type": "server"}}"""));
        var error = await FailAsync();
        (error.Message, error.Status, error.Code, error.Type).ShouldBe(("Broken", null, "server_error", "server"));
    }

    [Fact]
    public async Task No_property_has_the_key_even_if_the_server_repeats_it()
    {
        var escaped = Key.Replace("s", "\\u0073", StringComparison.Ordinal);
        Server.Enqueue(FakeReply.Text(
            $$$"""{"error": {"message": "Bad {{{escaped}}}", "code": "{{{Key}}}", "type": "{{{escaped}}}"}}""", "application/json", 400)
            .WithHeader("x-request-id", Key));
        var error = await FailAsync();
        error.Message.ShouldContain("Bad [...]");
        foreach (var text in (string?[])[error.ToString(), error.Code, error.Type, error.RequestId, error.Body])
            text!.ShouldNotContain(Key);
    }

    private Task<ProviderException> FailAsync() =>
        Should.ThrowAsync<ProviderException>(() => Chat().PromptAsync("x", new PromptOptions { Key = Key }));
}
