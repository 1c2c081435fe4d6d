namespace Llm.Providers.Offline.NGrams;

/// <summary>Lower-case base letters of letters with diacritics or in upper case: Latin, Greek and Cyrillic.</summary>
/// <remarks>
/// The tables take the place of the framework's normalisation, which depends on its version, on the machine and on whether a program has
/// data for cultures at all; vectors must not. They follow Unicode 14; a character that is not a letter stands for itself.
/// </remarks>
internal static class FoldTable
{
    /// <summary>The lower-case base letter of a character; the character itself if it has none.</summary>
    public static char Fold(char c) => c switch
    {
        < '\u0080' => c is >= 'A' and <= 'Z' ? (char)(c | 0x20) : c,
        >= '\u00C0' and <= '\u024F' => Latin[c - 0x00C0],
        >= '\u0370' and <= '\u052F' => GreekAndCyrillic[c - 0x0370],
        >= '\u1E00' and <= '\u1FFF' => LatinAndGreekAdditions[c - 0x1E00],
        _ => char.ToLowerInvariant(c),
    };

    /// <summary>U+00C0 to U+024F.</summary>
    private const string Latin =
        "aaaaaaæceeeeiiiidnooooo\u00D7ouuuuyþßaaaaaaæceeeeiiiidnooooo\u00F7ouuuuyþyaaaaaaccccccccddddeeee"
        + "eeeeeegggggggghhhhiiiiiiiiiiĳĳjjkkkllllllllllnnnnnnŉnnooooooœœrrrrrrssssssssttttttuuuuuuuuuuuuww"
        + "yyyzzzzzzsbɓƃƃƅƅɔƈƈɖɗƌƌƍǝəɛƒƒɠɣƕɩiƙƙƚƛɯɲƞoooƣƣƥƥʀƨƨʃƪƫƭƭʈuuʊʋƴƴzzʒƹƹƺƻƽƽƾƿǀǁǂǃǆǆǆǉǉǉǌǌǌaaiioouuu"
        + "uuuuuuuǝaaaaææǥǥggkkooooʒʒjǳǳǳggƕƿnnaaææooaaaaeeeeiiiioooorrrruuuussttȝȝhhƞȡȣȣȥȥaaeeooooooooyyȴȵ"
        + "ȶȷȸȹⱥȼȼƚⱦȿɀɂɂbʉʌɇɇɉɉɋɋɍɍɏɏ";

    /// <summary>U+0370 to U+052F.</summary>
    private const string GreekAndCyrillic =
        "ͱͱͳͳʹ\u0375ͷͷ\u0378\u0379ͺͻͼͽ\u037Eϳ\u0380\u0381\u0382\u0383\u0384\u0385α\u0387εηι\u038Bο\u038Dυ"
        + "ωιαβγδεζηθικλμνξοπρ\u03A2στυφχψωιυαεηιυαβγδεζηθικλμνξοπρσστυφχψωιυουωϗϐϑϒϒϒϕϖϗϙϙϛϛϝϝϟϟϡϡϣϣϥϥϧϧϩϩ"
        + "ϫϫϭϭϯϯϰϱϲϳθϵ\u03F6ϸϸϲϻϻϼͻͼͽееђгєѕііјљњћкиуџабвгдежзииклмнопрстуфхцчшщъыьэюяабвгдежзииклмнопрстуф"
        + "хцчшщъыьэюяееђгєѕііјљњћкиуџѡѡѣѣѥѥѧѧѩѩѫѫѭѭѯѯѱѱѳѳѵѵѵѵѹѹѻѻѽѽѿѿҁҁ\u0482\u0483\u0484\u0485\u0486"
        + "\u0487\u0488\u0489ҋҋҍҍҏҏґґғғҕҕҗҗҙҙққҝҝҟҟҡҡңңҥҥҧҧҩҩҫҫҭҭүүұұҳҳҵҵҷҷҹҹһһҽҽҿҿӏжжӄӄӆӆӈӈӊӊӌӌӎӎӏааааӕӕее"
        + "әәәәжжззӡӡииииооөөөөээууууууччӷӷыыӻӻӽӽӿӿԁԁԃԃԅԅԇԇԉԉԋԋԍԍԏԏԑԑԓԓԕԕԗԗԙԙԛԛԝԝԟԟԡԡԣԣԥԥԧԧԩԩԫԫԭԭԯԯ";

    /// <summary>U+1E00 to U+1FFF.</summary>
    private const string LatinAndGreekAdditions =
        "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmmmmmmnnnnnnnnoooooooopppprrrrrrrr"
        + "ssssssssssttttttttuuuuuuuuuuvvvvwwwwwwwwwwxxxxyyzzzzzzhtwyẚsẜẝßẟaaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee"
        + "eeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyyỻỻỽỽỿỿααααααααααααααααεεεεεε\u1F16"
        + "\u1F17εεεεεε\u1F1E\u1F1Fηηηηηηηηηηηηηηηηιιιιιιιιιιιιιιιιοοοοοο\u1F46\u1F47οοοοοο\u1F4E\u1F4Fυυυυ"
        + "υυυυ\u1F58υ\u1F5Aυ\u1F5Cυ\u1F5Eυωωωωωωωωωωωωωωωωααεεηηιιοουυωω\u1F7E\u1F7Fααααααααααααααααηηηηηη"
        + "ηηηηηηηηηηωωωωωωωωωωωωωωωωααααα\u1FB5ααααααα\u1FBDι\u1FBF\u1FC0\u1FC1ηηη\u1FC5ηηεεηηη\u1FCD"
        + "\u1FCE\u1FCFιιιι\u1FD4\u1FD5ιιιιιι\u1FDC\u1FDD\u1FDE\u1FDFυυυυρρυυυυυυρ\u1FED\u1FEE\u1FEF\u1FF0"
        + "\u1FF1ωωω\u1FF5ωωοοωωω\u1FFD\u1FFE\u1FFF";
}
