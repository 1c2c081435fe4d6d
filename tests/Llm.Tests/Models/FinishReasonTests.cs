using System.Text.Json.Nodes;

namespace Llm.Tests.Models;

public sealed class FinishReasonTests
{
    [Theory]
    [InlineData("stop", "stop")]
    [InlineData("end_turn", "stop")]
    [InlineData("stop_sequence", "stop")]
    [InlineData("STOP", "stop")]
    [InlineData("length", "length")]
    [InlineData("max_tokens", "length")]
    [InlineData("max_output_tokens", "length")]
    [InlineData("MAX_TOKENS", "length")]
    [InlineData("tool_calls", "tool_calls")]
    [InlineData("tool_use", "tool_calls")]
    [InlineData("function_call", "tool_calls")]
    [InlineData("content_filter", "content_filter")]
    [InlineData("refusal", "content_filter")]
    [InlineData("SAFETY", "content_filter")]
    [InlineData("PROHIBITED_CONTENT", "content_filter")]
    [InlineData("pause_turn", "pause_turn")]
    [InlineData("MALFORMED_FUNCTION_CALL", "MALFORMED_FUNCTION_CALL")]
    public void Words_of_providers_have_one_meaning(string word, string expected)
    {
        var reason = FinishReason.FromProvider(word).ShouldNotBeNull();
        reason.IsKnown.ShouldBeTrue();
        reason.Value.ShouldBe(expected);
        reason.ToString().ShouldBe(expected);
        reason.ShouldBe(FinishReason.FromProvider(expected));
        reason.IsCutOff.ShouldBe(expected is "length" or "content_filter");
    }

    [Theory]
    [InlineData("error", true, true)]
    [InlineData("ERROR", true, true)]
    [InlineData("network_error", true, true)]
    [InlineData("abort", true, true)]
    [InlineData("insufficient_system_resource", true, true)]
    [InlineData("USER_CANCEL", true, true)]
    [InlineData("MALFORMED_FUNCTION_CALL", true, true)]
    [InlineData("eos", false, true)]
    [InlineData("COMPLETE", false, true)]
    [InlineData("sensitive", false, true)]
    [InlineData("model_length", false, true)]
    [InlineData("OTHER", false, true)]
    [InlineData("fancy_new_reason", false, false)]
    public void Failures_are_told_from_ends_and_new_words_from_known_ones(string word, bool isFailure, bool isKnown)
    {
        var reason = FinishReason.FromProvider(word)!;
        (reason.IsFailure, reason.IsKnown).ShouldBe((isFailure, isKnown));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("null")]
    public void No_word_is_no_reason(string? word) => FinishReason.FromProvider(word).ShouldBeNull();

    [Theory]
    [InlineData("""{"finish_reason": "length", "content": "a"}""", "length")]
    [InlineData("""{"object": "chat.completion", "choices": [{"finish_reason": "content_filter"}]}""", "content_filter")]
    [InlineData("""{"object": "response", "status": "completed", "output": []}""", "stop")]
    [InlineData("""{"status": "completed", "output": [{"type": "function_call"}]}""", "tool_calls")]
    [InlineData("""{"object": "response", "status": "incomplete", "incomplete_details": {"reason": "max_output_tokens"}}""", "length")]
    [InlineData("""{"object": "response", "status": "incomplete", "incomplete_details": {"reason": "content_filter"}}""", "content_filter")]
    [InlineData("""{"object": "response", "status": "failed", "output": []}""", "failed")]
    [InlineData("""{"object": "response", "output": []}""", null)]
    [InlineData("""{"choices": [], "finish_reason": 2}""", null)]
    [InlineData("""[1]""", null)]
    public void A_stored_payload_states_the_reason(string payload, string? expected) =>
        FinishReason.FromPayload(JsonNode.Parse(payload))?.Value.ShouldBe(expected);

    [Fact]
    public void A_reason_without_a_payload_is_unknown() => FinishReason.FromPayload(null).ShouldBeNull();
}
