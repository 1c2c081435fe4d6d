using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Llm.Providers.Offline;
using Llm.Providers.Offline.NGrams;

namespace Llm.Providers.Tests.Offline.NGrams;

public class NGramsModelTests
{
    private static readonly NGramsModel Model = new();

    /// <summary>Stored vectors depend on each bit. If this fails, the change needs a model of another name.</summary>
    [Theory]
    [InlineData(512, "2ABC6FB60B3924BA")]
    [InlineData(128, "21C9FDA3EB5666A9")]
    [InlineData(4096, "75E190AF3236B4F4")]
    public async Task Vectors_never_change(int dimensions, string hash)
    {
        string[] texts =
        [
            "Bleed the radiators from the bottom floor up.", "toothbrush", "The THE the, the!", "a", "x = y + 1;", "?!", "Straße, Œuvre, Þór",
            "Поезд на Мурманск", "Το πλοίο για τη Νάξο", "ฝนตกหนักทุกบ่าย", "火车站旁边的面馆", "祖父の時計は五分", "김장은 배추 서른 포기", "आम का अचार",
            "القطار يصل متأخرا", "🚲🚲 🎉", "𠮷野家", "Ａ１ fullwidth", new string('z', 5000),
        ];
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var vector in await new NGramsModel(dimensions).EmbedAsync(texts)) sha.AppendData(MemoryMarshal.AsBytes(vector.Span));
        Convert.ToHexString(sha.GetHashAndReset())[..16].ShouldBe(hash);
    }

    [Theory]
    [InlineData("Crème brûlée", "creme BRULEE")]
    [InlineData("Ångström über øre", "angstrom uber ore")]
    [InlineData("Straße", "STRASSE")]
    [InlineData("the chef's knife", "The chef s knife!")]
    [InlineData("ＡＢＣ１２３", "abc123")]
    [InlineData("ﬁre ﬂame", "fire flame")]
    [InlineData("Ёлка Й", "елка й")]
    [InlineData("ΣΊΣΥΦΟΣ", "σίσυφος")]
    [InlineData("co\u00ADoperate", "cooperate")]
    [InlineData("كِتَاب", "كتاب")]
    [InlineData("👍🏽", "👍")]
    [InlineData("❤️", "❤")]
    public async Task Some_things_make_no_difference(string text, string other) =>
        Cosine(await Embed(text), await Embed(other)).ShouldBe(1, 1e-6);

    [Theory]
    [InlineData("Ünïcödé Tiếng Việt")]
    [InlineData("パンがガラスの上で")]
    [InlineData("김치찌개")]
    [InlineData("Ёжик й")]
    [InlineData("Άρης ϊ")]
    [InlineData("أحمد")]
    public async Task Composed_and_decomposed_text_have_the_same_vector(string text) =>
        (await Embed(Decomposed(text))).ShouldBe(await Embed(text));

    [Theory]
    [InlineData("toothbrush", "tooth brush", "tooth fairy")]
    [InlineData("photographs of mountains", "mountain photography", "fountain pens of quality")]
    [InlineData("accomodation", "accommodation", "accordion")]
    [InlineData("火车站旁边的面馆", "面馆在火车站", "打印机又卡纸了")]
    [InlineData("ร้านก๋วยเตี๋ยวหน้าวัด", "ก๋วยเตี๋ยวใกล้วัด", "แมวนอนบนหลังคา")]
    [InlineData("지하철 막차는", "지하철에서 막차", "김장은 배추")]
    [InlineData("🚲🌧", "ride 🚲", "play 🎹")]
    public async Task Related_texts_are_nearer_than_others(string text, string near, string far)
    {
        var vector = await Embed(text);
        Cosine(vector, await Embed(near)).ShouldBeGreaterThan(Cosine(vector, await Embed(far)) + 0.1);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n\t\u00A0")]
    [InlineData("\u200D\uFE0F")]
    public async Task An_empty_text_is_an_error(string text) =>
        (await Should.ThrowAsync<LlmException>(() => Model.EmbedAsync(["fine", text])))
            .Message.ShouldContain("ngrams cannot embed an empty text");

    [Theory]
    [InlineData("?!")]
    [InlineData("…")]
    [InlineData("€")]
    public async Task A_text_of_punctuation_has_a_vector(string text) => Cosine(await Embed(text), await Embed(text)).ShouldBe(1, 1e-6);

    [Fact]
    public async Task Any_text_has_a_vector_of_length_one_or_is_refused()
    {
        var random = new Random(1);
        string[] pieces = ["a", "Ω", " ", "\uD83D", "\uDE00", "\u0301", "\u3099", "は", "가", "\uFFFF", "\0", "\u200D", "ß", "7", "𠮷", "ﬃ", "क्ष"];
        for (var i = 0; i < 2000; i++)
        {
            var text = new StringBuilder();
            for (var length = random.Next(1, 12); length > 0; length--) text.Append(pieces[random.Next(pieces.Length)]);
            var vector = new NGramEncoder(32).Encode(text.ToString());
            if (vector is null) text.ToString().ShouldNotContain("a");
            else vector.Sum(value => (double)value * value).ShouldBe(1, 1e-5);
        }
    }

    [Fact]
    public void The_next_text_does_not_depend_on_the_last_one()
    {
        var encoder = new NGramEncoder(512);
        var expected = encoder.Encode("Sow broad beans in November.");
        foreach (var other in (string[])["Beans: sow them in November, broad ones.", string.Join(' ', Enumerable.Range(0, 40_000)), "Sow"])
        {
            encoder.Encode(other);
            encoder.Encode("Sow broad beans in November.").ShouldBe(expected);
        }
    }

    [Fact]
    public void Only_the_vector_is_allocated()
    {
        var encoder = new NGramEncoder(512);
        var text = string.Join(' ', Enumerable.Range(0, 500).Select(i => $"word{i} and another"));
        encoder.Encode(text);
        var before = GC.GetAllocatedBytesForCurrentThread();
        encoder.Encode(text);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan((512 * sizeof(float)) + 100);
    }

    [Fact]
    public async Task A_repeated_word_counts_less_each_time()
    {
        var once = Cosine(await Embed("salt"), await Embed("salt pepper"));
        var often = Cosine(await Embed("salt"), await Embed("salt salt salt salt pepper"));
        often.ShouldBeGreaterThan(once);
        // Without the square root, four times the word would leave an angle of a quarter of the one before.
        Math.Tan(Math.Acos(often)).ShouldBeGreaterThan(Math.Tan(Math.Acos(once)) * 0.35);
    }

    [Fact]
    public void The_plugin_offers_several_dimensions()
    {
        var registry = new EmbeddingModelRegistry();
        new NGramsPlugin().RegisterEmbeddingModels(registry);
        registry.Models.Select(model => model.Model.Id)
            .ShouldBe(["ngrams", "ngrams-128", "ngrams-256", "ngrams-1024", "ngrams-2048", "ngrams-4096"]);
        registry.Models[0].Aliases.ShouldBe(["ngrams-512"]);
        new NGramsPlugin().Name.ShouldBe("llm-ngrams");
    }

    [Theory]
    [InlineData(31)]
    [InlineData(16_385)]
    public void Dimensions_have_limits(int dimensions) => Should.Throw<ArgumentOutOfRangeException>(() => new NGramsModel(dimensions));

    [Fact]
    public async Task A_cancelled_batch_stops() => await Should.ThrowAsync<OperationCanceledException>(
        () => Model.EmbedAsync(["text"], cancellationToken: new CancellationToken(true)));

    /// <summary>The canonical decomposition of the samples, which the framework does not know without data for cultures.</summary>
    private static string Decomposed(string text)
    {
        (string Composed, string Parts)[] letters =
        [
            ("Ü", "U\u0308"), ("ï", "i\u0308"), ("ö", "o\u0308"), ("é", "e\u0301"), ("ế", "e\u0302\u0301"), ("ệ", "e\u0323\u0302"),
            ("パ", "ハ\u309A"), ("が", "か\u3099"), ("ガ", "カ\u3099"), ("で", "て\u3099"), ("김", "\u1100\u1175\u11B7"), ("치", "\u110E\u1175"),
            ("찌", "\u110D\u1175"), ("개", "\u1100\u1162"), ("Ё", "Е\u0308"), ("й", "и\u0306"), ("Ά", "Α\u0301"), ("ϊ", "ι\u0308"),
            ("أ", "ا\u0654"),
        ];
        return letters.Aggregate(text, (all, letter) => all.Replace(letter.Composed, letter.Parts, StringComparison.Ordinal));
    }

    private static async Task<float[]> Embed(string text) => (await Model.EmbedAsync(text)).ToArray();

    private static double Cosine(float[] a, float[] b) => a.Zip(b, (x, y) => (double)x * y).Sum();
}
