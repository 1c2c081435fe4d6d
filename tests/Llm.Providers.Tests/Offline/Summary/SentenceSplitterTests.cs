using Llm.Providers.Offline.Summary;

namespace Llm.Providers.Tests.Offline.Summary;

/// <summary>Each text has a bar between its sentences.</summary>
public class SentenceSplitterTests
{
    [Theory]
    [InlineData("One. | Two! | Three? | Four… | Five.")]
    [InlineData("Dr. Smith met Mr. J. R. Jones at 3.14 p.m. in Washington. | They spoke about U.S. trade.")]
    [InlineData("See fig. 3 and no. 7 for details. | No. | I disagree with Acme Inc. and others.")]
    [InlineData("Open foo.cs. | Then visit https://example.com/a.b?c=d. | It works, e.g. with files, i.e. anything.")]
    [InlineData("Version 2.0.1 is out. | 20 people came. | The year was 1999. | Nobody knew.")]
    [InlineData("Wait... what is this? | Well... | He left.")]
    [InlineData("He (my uncle. The old one.) was there. | (It rained.) | We stayed.[12] | Then we left.[^note] | Good.")]
    [InlineData("**Note.** | This is bold. | Use `a. B. c!` here. | See [the. Manual.](http://x.y/z. A) for more.")]
    [InlineData("i write small. | you do too. | fine")]
    public void English(string text) => Check(text);

    [Theory]
    [InlineData("Am 3. Mai kam Dr. Müller an. | Er blieb bis zum 12. Juni, d. h. lange, und ging z. B. mit der Familie aus.")]
    [InlineData(
        "Ludwig XIV. Nachfolger war der Urenkel. | Im 19. Jahrhundert war das nicht so. | Das kostet 1.000,50 Euro, ca. 5 Prozent mehr.")]
    [InlineData("„Halt!“ | Der Wagen stand. | „Kommst du?“, fragte sie. | »Nein.« | Und sie ging.")]
    public void German(string text) => Check(text);

    [Theory]
    [InlineData("\"Stop!\" Tom said. | \"Why? It is late. Go.\" | \"I know,\" she replied. | \"Really.\" | They went home.")]
    [InlineData("“Who is there?” asked Ann. | “Nobody.” | The door closed.")]
    [InlineData("“走吧！”他说。|我们走了。|（他没有来。）|好！")]
    [InlineData("「行くよ。」と言った。|彼は「はい。そうです。」と答えた。|終わり。")]
    public void Quotations(string text) => Check(text);

    [Theory]
    [InlineData("今天天气很好。|我们去公园吧！|你来吗？|价格是３．５元。")]
    [InlineData("¿Qué hora es? | ¡No lo sé! | El Sr. García llegó a las 3.30. | ¿Vienes?")]
    [InlineData("هل هذا صحيح؟ | نعم، هذا صحيح. | انتهى الأمر!")]
    [InlineData("यह एक वाक्य है। | क्या यह सही है? | डॉ. शर्मा आए।")]
    [InlineData("Это г. Москва. | Он родился в 1999 г. в июне. | А. С. Пушкин писал стихи.")]
    [InlineData("ฉันรักประเทศไทย และ ภาษาไทย")]
    public void Other_languages(string text) => Check(text);

    [Theory]
    [InlineData("No mark at all")]
    [InlineData("As follows:")]
    public void Text_without_a_mark_is_no_sentence(string text)
    {
        new SentenceSplitter(false).Split(text, out var hasTail).ShouldBeEmpty();
        hasTail.ShouldBeTrue();
    }

    private static void Check(string marked)
    {
        var text = marked.Replace(" | ", " ", StringComparison.Ordinal).Replace("|", "", StringComparison.Ordinal);
        var expected = marked.Split('|').Select(sentence => sentence.Trim()).Where(sentence => sentence != "fine");
        new SentenceSplitter(OrdinalLanguage.Writes(text)).Split(text, out _).ShouldBe(expected);
    }
}
