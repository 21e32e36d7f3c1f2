using System.Text;

namespace DiffProb.Protocol;

/// <summary>Signatures, against one that another program has made.</summary>
public sealed class MessageSignerTests
{
    private static readonly byte[][] Parts = ["{\"a\": 1}"u8.ToArray(), "{}"u8.ToArray(), "{}"u8.ToArray(), "{\"code\": \"1\"}"u8.ToArray()];

    // By Python's hmac: hmac.new(b"secret", b'{"a": 1}{}{}{"code": "1"}', "sha256").hexdigest().
    private const string Signature = "668e3b2a20df67910684e62c4b50ffaa65b3be78d86083e05c3366c68e6e4b29";

    [Fact]
    public void A_signature_is_that_of_others()
    {
        var signer = new MessageSigner("secret"u8.ToArray());
        Assert.Equal(Signature, Encoding.ASCII.GetString(signer.Sign(Parts)));
        signer.Test(Encoding.ASCII.GetBytes(Signature), Parts);
        Assert.Equal("it came before", Assert.Throws<RefusedMessageException>(() => signer.Test(Encoding.ASCII.GetBytes(Signature), Parts)).Message);
    }

    [Fact]
    public void One_bit_more_or_less_is_refused()
    {
        var right = Encoding.ASCII.GetBytes(Signature);
        for (var i = 0; i < right.Length; i++)
        {
            var wrong = right.ToArray();
            wrong[i] ^= 1;
            Assert.Throws<RefusedMessageException>(() => new MessageSigner("secret"u8.ToArray()).Test(wrong, Parts));
        }

        Assert.Throws<RefusedMessageException>(() => new MessageSigner("secret"u8.ToArray()).Test(right[..63], Parts));
        Assert.Throws<RefusedMessageException>(() => new MessageSigner("secret"u8.ToArray()).Test([], Parts));
        byte[][] changed = [Parts[0], Parts[1], Parts[2], "{\"code\": \"2\"}"u8.ToArray()];
        Assert.Throws<RefusedMessageException>(() => new MessageSigner("secret"u8.ToArray()).Test(right, changed));
    }

    [Fact]
    public void Parts_that_are_missing_or_no_messages_are_refused()
    {
        var signer = new MessageSigner([]);
        byte[] delimiter = [.. "<IDS|MSG>"u8];
        Assert.Equal("it has too few parts", Assert.Throws<RefusedMessageException>(() => Message.Read(Channel.Shell, [delimiter, [], Parts[0]], signer)).Message);
        Assert.Equal("it has too few parts", Assert.Throws<RefusedMessageException>(() => Message.Read(Channel.Shell, Parts, signer)).Message);
        Assert.Equal("it is not what the protocol calls a message", Assert.Throws<RefusedMessageException>(() => Message.Read(Channel.Shell, [delimiter, [], .. Parts], signer)).Message);
        Assert.Throws<RefusedMessageException>(() => Message.Read(Channel.Shell, [delimiter, [], "{"u8.ToArray(), Parts[1], Parts[2], Parts[3]], signer));
    }
}
