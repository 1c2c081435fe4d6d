using System.Text;
using Llm.Cli.Input.Rows;

namespace Llm.Cli.Tests.Input.Rows;

public class RowFileTests
{
    [Theory]
    [InlineData("id,title,body\n1,First,All about otters\nthree,Third,\"Quoted, with \"\"comma\"\"\"\n", "1=First All about otters;three=Third Quoted, with \"comma\"")]
    [InlineData("id\ttext\tmore\n1\talpha, a\tone\n2\tbeta, b\ttwo\n", "1=alpha, a one;2=beta, b two")]
    [InlineData("id;text\n1;alpha\n2;beta\n", "1=alpha;2=beta")]
    [InlineData("\ufeffid,text\r\n1,\"two\r\nlines\"\r\n\r\n2,\n3", "1=two\r\nlines;2=;3=")]
    [InlineData("id,text\n", "")]
    [InlineData("", "")]
    [InlineData(" [{\"id\": 1, \"a\": \"x\", \"b\": null, \"c\": 2.50}, {\"id\": \"é\"}]", "1=x  2.5;é=")]
    [InlineData("{\"id\": \"one\", \"content\": \"a\\nb\"}\n\n{\"id\": \"two\", \"content\": {\"x\": [1]}}", "one=a\nb;two={\"x\":[1]}")]
    [InlineData("[]", "")]
    public void Formats_are_detected(string text, string expected) => Read(text).ShouldBe(expected);

    [Theory]
    [InlineData("1\tx, y\n2\tz, u\n", "csv", "2\tz= u")]
    [InlineData("a,b\n1,x\n", "tsv", "1,x=")]
    [InlineData("{\"id\": 1, \"a\": \"x\"}\n{\"id\": 2, \"a\": \"y\"}\n", "nl", "1=x;2=y")]
    public void A_format_can_be_given(string text, string format, string expected) => Read(text, format).ShouldBe(expected);

    [Theory]
    [InlineData("id,a\n1,x\n2,\"never\nending\n", "t, line 3: the value that begins with a quote there does not end.")]
    [InlineData("id,a\n1,x\n\n2,y,z\n", "t, line 4: there are 3 values, but the first line names 2 columns.")]
    [InlineData("[{\"id\": 1},\n {\"id\": 2},\n {\"id\" 3}]", "t, line 3: ")]
    [InlineData("{\"id\": 1}\n{\"id\": 2\n", "t, line ")]
    [InlineData("[{\"id\": 1},\n\n  7]", "t, line 3: this is not an object.")]
    [InlineData("[{}]", "t has an object without members. Each needs an ID and something to embed.")]
    [InlineData("word\n", "The format of t was not recognised. Name it with --format, and give each line an ID and a text.")]
    public void The_error_names_the_line(string text, string message) =>
        Should.Throw<LlmException>(() => Read(text)).Message.ShouldStartWith(message);

    [Fact]
    public void Bytes_that_are_not_UTF_8_are_an_error()
    {
        byte[] bytes = [.. "id,a\n1,caf"u8, 0xe9, .. "\n"u8];
        Should.Throw<LlmException>(() => new RowFile(new MemoryStream(bytes), "t", "csv").Read().ToList()).Message.ShouldContain("not UTF-8");
    }

    [Fact]
    public void Large_input_is_read_piece_by_piece()
    {
        var large = new string('x', 200_000);
        var json = new StringBuilder("[");
        for (var i = 0; i < 300; i++) json.Append(i == 0 ? "" : ",\n").Append($$"""{"id": {{i}}, "text": "{{(i % 100 == 7 ? large : "small")}} {{i}}"}""");
        var stream = new Trickle(Encoding.UTF8.GetBytes(json.Append("]\n").ToString()));
        var rows = new RowFile(stream, "t", null).Read();
        rows.First().Id.ShouldBe("0");
        stream.Position.ShouldBeLessThan(100_000);
        stream.Position = 0;
        var all = new RowFile(stream, "t", null).Read().ToList();
        all.Count.ShouldBe(300);
        all[107].Values[0].ShouldBe($"{large} 107");
    }

    private static string Read(string text, string? format = null) => string.Join(
        ';', new RowFile(new Trickle(Encoding.UTF8.GetBytes(text)), "t", format).Read().Select(row => $"{row.Id}={string.Join(' ', row.Values)}"));

    /// <summary>Gives few bytes at a time, as a pipe does.</summary>
    private sealed class Trickle(byte[] bytes) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 777));

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, 777)]);
    }
}
