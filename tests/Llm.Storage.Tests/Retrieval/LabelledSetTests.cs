namespace Llm.Storage.Tests.Retrieval;

/// <summary>What the README of the labelled set claims.</summary>
public class LabelledSetTests
{
    private static readonly Dictionary<string, string> TextOf = LabelledSet.Texts.ToDictionary(text => text.Id, text => text.Text);

    [Fact]
    public void The_README_states_the_sizes()
    {
        var readme = File.ReadAllText(Path.Combine(
            Llm.Tests.SharedData.RepositoryRoot, "tests", "Llm.Storage.Tests", "Retrieval", "README.md"));
        var fields = LabelledSet.Texts.Select(text => text.Id[..text.Id.LastIndexOf('-')]).Distinct().Count();
        readme.ShouldContain($"{LabelledSet.Texts.Count:N0} short texts");
        readme.ShouldContain($"{fields} fields and {LabelledSet.Queries.Count} queries");
        LabelledSet.Texts.Count.ShouldBeGreaterThanOrEqualTo(1000);
        LabelledSet.Queries.Count.ShouldBeGreaterThanOrEqualTo(300);
    }

    [Theory]
    [InlineData(LabelledSet.Paraphrase, 0.4)]
    [InlineData(LabelledSet.Form, 0.3)]
    [InlineData(LabelledSet.Literal, 0.3)]
    public void Each_kind_has_its_share_and_half_of_it_is_held_out(string kind, double share)
    {
        var queries = LabelledSet.Queries.Where(query => query.Kind == kind).ToList();
        ((double)queries.Count / LabelledSet.Queries.Count).ShouldBe(share, 0.005);
        queries.Count(query => query.Half == LabelledSet.HeldOut).ShouldBe(queries.Count / 2);
        queries.Count(query => query.Half == LabelledSet.Tuning).ShouldBe(queries.Count / 2);
    }

    [Fact]
    public void Every_label_is_the_id_of_a_text() =>
        LabelledSet.Queries.Where(query => !TextOf.ContainsKey(query.TextId)).ShouldBeEmpty();

    [Fact]
    public void No_text_and_no_query_occurs_twice()
    {
        Repeated(LabelledSet.Texts.Select(text => string.Join(' ', PlainWords.Of(text.Text)))).ShouldBeEmpty();
        Repeated(LabelledSet.Queries.Select(query => string.Join(' ', PlainWords.Of(query.Query)))).ShouldBeEmpty();
    }

    [Fact]
    public void A_paraphrase_shares_no_content_word_with_its_text_nor_the_beginning_of_one() =>
        Of(LabelledSet.Paraphrase).Where(query => LabelledSet.ContentWords(query.Query).Select(Beginning)
            .Intersect(LabelledSet.ContentWords(TextOf[query.TextId]).Select(Beginning)).Any()).ShouldBeEmpty();

    [Fact]
    public void A_query_in_other_forms_has_a_content_word_that_its_text_lacks() =>
        Of(LabelledSet.Form).Where(query => !Lacking(query).Any()).ShouldBeEmpty();

    [Fact]
    public void A_literal_query_has_only_words_of_its_text() =>
        Of(LabelledSet.Literal).Where(query => Lacking(query).Any()).ShouldBeEmpty();

    private static IEnumerable<LabelledQuery> Of(string kind) => LabelledSet.Queries.Where(query => query.Kind == kind);

    private static IEnumerable<string> Lacking(LabelledQuery query) =>
        LabelledSet.ContentWords(query.Query).Except(LabelledSet.ContentWords(TextOf[query.TextId]));

    private static string Beginning(string word) => word.Length > 4 ? word[..4] : word;

    private static IEnumerable<string> Repeated(IEnumerable<string> values) =>
        values.GroupBy(value => value).Where(group => group.Count() > 1).Select(group => group.Key);
}
