using System.IO.Pipelines;
using System.Text;
using Llm.Json;
using ModelContextProtocol.Protocol;

namespace Llm.Mcp.Tests.Unit;

public class MessageReaderTests
{
    private const string First = """{"jsonrpc": "2.0", "id": 1, "result": {"n": 1}}""";
    private const string Second = """{"jsonrpc": "2.0", "id": 2, "result": {"n": 2}}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, string[]> Outputs => new()
    {
        // What is no message is kept apart.
        { $"Welcome\n{First}\n\n  \n  {Second}\r\nprogress…\n[1]\nthe end", ["1: {\"n\": 1}", "2: {\"n\": 2}"] },
        { $"[INFO] starting\n[2026-01-01 12:00] {{\n[    ] 10 %\n{First}\n", ["1: {\"n\": 1}"] },
        { $"{{\"level\": \"info\", \"id\": 1, \"msg\": \"x\"}}\n{{\"level\": \"info\", \"method\": \"x\"}}\n{{\"not\": 1}}\n{First}", ["1: {\"n\": 1}"] },
        { "\uFEFF" + First, ["1: {\"n\": 1}"] },
        { "{\"jsonrpc\": \"2.0\", \"method\": \"notifications/message\", \"params\": {\"a\": 1}}\n" + First, ["notifications/message {\"a\": 1}", "1: {\"n\": 1}"] },
        // Several messages on a line or in a batch, and one message on several lines.
        { First + Second, ["1: {\"n\": 1}", "2: {\"n\": 2}"] },
        { First + " and more\n" + Second, ["1: {\"n\": 1}", "2: {\"n\": 2}"] },
        { $"[{First}, {Second}]\n", ["1: {\"n\": 1}", "2: {\"n\": 2}"] },
        { $"[{First}]\n{Second}", ["1: {\"n\": 1}", "2: {\"n\": 2}"] },
        { $"[\n{First}\n,\n{Second}\n]\n", ["1: {\"n\": 1}", "2: {\"n\": 2}"] },
        { "{\n  \"jsonrpc\": \"2.0\",\n  \"id\": 1,\n  \"result\": {\n\n    \"n\": 1\n  }\n}\n" + Second, ["1: {\"n\": 1}", "2: {\"n\": 2}"] },
        { "{\n\"jsonrpc\":\n\"2.0\",\n\"result\":\n{\"a\": [\n{\"type\": \"text\"}\n]},\n\"id\":\n1\n}\n", ["1: {\"a\": [{\"type\": \"text\"}]}"] },
        { $"{{\"jsonrpc\": \"2.0\", \"id\": 2, \"result\": {{\n{First}\n", ["2: unreadable {\"jsonrpc\": \"2.0\", \"id\": 2, \"result\": {", "1: {\"n\": 1}"] },
        { "{\"jsonrpc\": \"2.0\", \"id\": 1, \"result\": {\"te", ["1: unreadable {\"jsonrpc\": \"2.0\", \"id\": 1, \"result\": {\"te"] },
        // Answers that are read although they are not proper.
        { """{"jsonrpc": "2.0", "id": "1", "result": {"n": 1}}""", ["1: {\"n\": 1}"] },
        { """{"jsonrpc": "2.0", "id": 1.0, "result": {"n": 1}}""", ["1: {\"n\": 1}"] },
        { """{"id": 1, "result": {"n": 1}}""", ["1: {\"n\": 1}"] },
        { """{"jsonrpc": "1.0", "id": 1, "result": {"n": 1}, "error": null, "more": 1}""", ["1: {\"n\": 1}"] },
        { """{"jsonrpc": "2.0", "id": 1, "result": {"n": 1}, "error": ""}""", ["1: {\"n\": 1}"] },
        { """{"jsonrpc": "2.0", "id": 1, "result": {"n": NaN, "m": Infinity, "n": 2}}""", ["1: {\"n\": 2, \"m\": Infinity}"] },
        { """{"jsonrpc": "2.0", "id": 1, "result": {"a": "\ud83d", "b": "\ud83d\ude00"}}""", ["1: {\"a\": \"\\ufffd\", \"b\": \"\\ud83d\\ude00\"}"] },
        { """{"jsonrpc": "2.0", "id": 1, "result": null}""", ["1: {}"] },
        { """{"jsonrpc": "2.0", "id": 1, "result": "text"}""", ["1: \"text\""] },
        { """{"jsonrpc": "2.0", "id": 1, "result": {"resultType": 5}}""", ["1: {}"] },
        // Errors keep their words.
        { """{"jsonrpc": "2.0", "id": 1, "error": "quota"}""", ["1: -32603 quota"] },
        { """{"jsonrpc": "2.0", "id": 1, "error": {"message": "quota"}}""", ["1: -32603 quota"] },
        { """{"jsonrpc": "2.0", "id": 1, "error": {"code": "-5", "message": "quota"}}""", ["1: -5 quota"] },
        { """{"jsonrpc": "2.0", "id": 1, "error": {"code": 1e30, "message": 7}}""", ["1: -32603 7"] },
        { """{"jsonrpc": "2.0", "id": 1, "error": {"code": -5}}""", ["1: -5 {\"code\": -5}"] },
        { """{"jsonrpc": "2.0", "id": 1, "error": {"code": -5, "message": ""}}""", ["1: -5 {\"code\": -5, \"message\": \"\"}"] },
        { """{"jsonrpc": "2.0", "id": 1, "error": ["quota"]}""", ["1: -32603 [\"quota\"]"] },
        { """{"jsonrpc": "2.0", "id": 1, "error": true, "result": null}""", ["1: -32603 true"] },
        // Answers that nobody can read end their request.
        { """{"jsonrpc": "2.0", "id": 1}""", ["1: unreadable {\"jsonrpc\": \"2.0\", \"id\": 1}"] },
        { """{'jsonrpc': '2.0', 'id': 1, 'result': {}}""", ["1: unreadable {'jsonrpc': '2.0', 'id': 1, 'result': {}}"] },
        { """{"jsonrpc": "2.0", "id": 1, "result": oops}""", ["1: unreadable {\"jsonrpc\": \"2.0\", \"id\": 1, \"result\": oops}"] },
        { """{"jsonrpc": "2.0", "id": 9, "result": oops}""", [] },
        { """{"jsonrpc": "2.0", "id": 9, "result": {}}""", [] },
    };

    [Theory]
    [MemberData(nameof(Outputs))]
    public async Task Answers_are_read_or_end_their_requests(string output, string[] expected) =>
        (await ReadAsync(output, 1, 2)).ShouldBe(expected);

    [Theory]
    [InlineData("""{"jsonrpc": "2.0", "id": null, "error": {"code": -32700, "message": "Parse error"}}""", "4: -32700 Parse error")]
    [InlineData("""{"jsonrpc": "2.0", "error": "no"}""", "4: -32603 no")]
    [InlineData("""{"jsonrpc": "2.0", "id": "abc", "result": {}}""", "4: {}")]
    public async Task An_answer_without_an_id_is_that_of_the_only_request(string output, string expected)
    {
        (await ReadAsync(output, 4)).ShouldBe([expected]);
        (await ReadAsync(output, 4, 5)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_answer_that_is_nested_too_deeply_ends_its_request()
    {
        var deep = string.Concat(Enumerable.Repeat("[", 100)) + string.Concat(Enumerable.Repeat("]", 100));
        (await ReadAsync($$"""{"jsonrpc": "2.0", "id": 1, "result": {{deep}}}""", 1)).ShouldHaveSingleItem().ShouldStartWith("1: unreadable ");
    }

    [Fact]
    public async Task A_message_that_is_not_continued_ends_its_request()
    {
        var pipe = new Pipe();
        var reader = Reader(pipe.Reader.AsStream(), new TextTail(), 1);
        await pipe.Writer.WriteAsync(Encoding.UTF8.GetBytes("{\"jsonrpc\": \"2.0\", \"id\": 1,\n"), Token);
        (await reader.ReadAsync(Token))!.Select(Describe).ShouldBe(["1: unreadable {\"jsonrpc\": \"2.0\", \"id\": 1,"]);
        await pipe.Writer.WriteAsync(Encoding.UTF8.GetBytes("\"result\": 1}\n"), Token);
        await pipe.Writer.CompleteAsync();
        (await reader.ReadAsync(Token)).ShouldBeNull();
    }

    [Fact]
    public async Task The_text_that_is_not_a_message_is_kept()
    {
        var stray = new TextTail();
        var reader = Reader(new MemoryStream(Encoding.UTF8.GetBytes($"Welcome\n{{\"not\": 1}}\n{First} tail\nthe end")), stray, 1);
        while (await reader.ReadAsync(Token) is not null) { }
        stray.ToString().ShouldBe("Welcome\n{\"not\": 1}\ntail\nthe end");
    }

    [Fact]
    public async Task A_line_of_any_length_does_not_fill_the_memory()
    {
        var endless = new RepeatingStream(Encoding.UTF8.GetBytes("no line ends "), 300_000_000);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        (await Reader(endless, new TextTail(), 1).ReadAsync(Token)).ShouldBeNull();
        (endless.MemoryAtEnd - before).ShouldBeLessThan(100_000_000);
    }

    private static async Task<List<string>> ReadAsync(string output, params long[] open)
    {
        var reader = Reader(new MemoryStream(Encoding.UTF8.GetBytes(output)), new TextTail(), open);
        var all = new List<string>();
        while (await reader.ReadAsync(Token) is { } messages) all.AddRange(messages.Select(Describe));
        return all;
    }

    private static MessageReader Reader(Stream output, TextTail stray, params long[] open)
    {
        var requests = new OpenRequests();
        foreach (var id in open) requests.Sent(new JsonRpcRequest { Id = new RequestId(id), Method = "tools/call" });
        return new MessageReader(output, new MessageRepair(requests), stray);
    }

    /// <summary>The message as the SDK reads what was written of it.</summary>
    private static string Describe(JsonRpcMessage message) => MessageJson.Read(MessageJson.Write(message)) switch
    {
        JsonRpcResponse response => $"{response.Id}: {PythonJson.Spaced(response.Result)}",
        JsonRpcError { Error.Code: MessageRepair.UnreadableAnswer } error => $"{error.Id}: unreadable {error.Error.Message}",
        JsonRpcError error => $"{error.Id}: {error.Error.Code} {error.Error.Message}",
        JsonRpcNotification notification => $"{notification.Method} {PythonJson.Spaced(notification.Params)}",
        var other => $"{other}",
    };

    private sealed class RepeatingStream(byte[] text, long length) : ReadOnlyStream
    {
        private long position;

        /// <summary>The memory that is in use when all has been read.</summary>
        public long MemoryAtEnd { get; private set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            count = (int)Math.Min(count, length - position);
            for (var i = 0; i < count; i++) buffer[offset + i] = text[(int)(position++ % text.Length)];
            if (count == 0) MemoryAtEnd = GC.GetTotalMemory(forceFullCollection: true);
            return count;
        }
    }
}
