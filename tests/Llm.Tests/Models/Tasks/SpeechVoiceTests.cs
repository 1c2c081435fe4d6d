namespace Llm.Tests.Models.Tasks;

public sealed class SpeechVoiceTests
{
    [Theory]
    [InlineData("de", true)]
    [InlineData("de-DE", true)]
    [InlineData("DE-de", true)]
    [InlineData("de-AT", false)]
    [InlineData("den", false)]
    [InlineData("d", false)]
    [InlineData("zh", true)]
    [InlineData("zh-Hans-CN", true)]
    [InlineData("en", false)]
    public void A_voice_speaks_a_language_and_its_varieties(string language, bool speaks) =>
        new SpeechVoice("v") { Languages = ["de-DE", "zh-Hans"] }.Speaks(language).ShouldBe(speaks);

    [Fact]
    public void A_voice_without_languages_speaks_all() => new SpeechVoice("v").Speaks("de").ShouldBeTrue();

    [Fact]
    public async Task Voices_are_listed_by_language()
    {
        var model = new TwoVoices();
        (await model.ListVoicesAsync()).Count.ShouldBe(2);
        (await model.ListVoicesAsync("fr")).ShouldHaveSingleItem().Name.ShouldBe("jeanne");
    }

    private sealed class TwoVoices() : SpeechModel("two")
    {
        protected override Task<SpeechResult> ReadAloudAsync(SpeechRequest request, string? key, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        protected override Task<IReadOnlyList<SpeechVoice>> FindVoicesAsync(string? key, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<SpeechVoice>>(
                [new("jeanne") { Languages = ["fr-FR"] }, new("hans") { Languages = ["de-DE"] }]);
    }
}
