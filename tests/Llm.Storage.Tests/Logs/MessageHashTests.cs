using System.Text.Json.Nodes;
using Llm.Storage.Logs;

namespace Llm.Storage.Tests.Logs;

public class MessageHashTests
{
    [Fact]
    public void Hashes_are_those_that_the_Python_tool_recorded()
    {
        var chains = Samples.Vectors("message_hash").AsArray();
        chains.Count.ShouldBe(10);
        foreach (var chain in chains)
        {
            string? parent = null;
            foreach (var link in chain!.AsArray())
            {
                parent = MessageHash.Compute(Message.FromJson(link!["message"]!.AsObject()), parent);
                parent.ShouldBe(link["hash"]!.GetValue<string>());
            }
        }
    }

    [Fact]
    public void Attachments_are_hashed_as_the_Python_tool_recorded()
    {
        foreach (var vector in Samples.Vectors("canonical_attachment").AsArray())
        {
            var type = vector!["type"]!.GetValue<string>();
            var attachment = vector["content_hex"] is { } hex
                ? Attachment.FromBytes(Convert.FromHexString(hex.GetValue<string>()), type)
                : Attachment.FromUrl(vector["url"]!.GetValue<string>(), type);
            JsonNode.DeepEquals(AttachmentIdentity.Canonical(attachment), vector["canonical"]).ShouldBeTrue();
        }
    }

    [Fact]
    public void A_file_is_hashed_by_what_it_holds_now()
    {
        using var folder = new TemporaryDirectory();
        var path = folder.File("a.png");
        File.WriteAllBytes(path, [1, 2]);
        var attachment = Attachment.FromFile(path, "image/png");
        var bytes = MessageHash.Compute(Message.User(Attachment.FromBytes(new byte[] { 1, 2 }, "image/png")), null);
        MessageHash.Compute(Message.User(attachment), null).ShouldBe(bytes);

        File.WriteAllBytes(path, [3]);
        MessageHash.Compute(Message.User(attachment), null).ShouldNotBe(bytes);
        File.Delete(path);
        AttachmentIdentity.Canonical(attachment)["id"]!.GetValue<string>().ShouldBe($"missing:{path}");
    }
}
