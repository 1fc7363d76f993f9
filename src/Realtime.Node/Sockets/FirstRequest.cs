using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core.Internal.Http;
using Microsoft.Net.Http.Headers;

namespace Realtime.Node.Sockets;

/// <summary>
/// Reads the first request of a connection if it is a WebSocket handshake as clients send it: whole, in a few kilobytes of ASCII, with every header that RFC 6455,
/// section 4.2.1 asks for. Anything else is left to the web server, which has an answer to everything.
/// </summary>
internal sealed class FirstRequest : IHttpRequestLineHandler, IHttpHeadersHandler
{
    /// <summary>As long as a request may be to be looked at here, in bytes.</summary>
    private const int MostBytes = 4096;

    /// <summary>As the web server's own bound.</summary>
    private const int MostHeaders = 64;

    private const int KeyBytes = 16;

    private static readonly HttpParser<FirstRequest> Parser = new();

    /// <summary>Printable ASCII.</summary>
    private static readonly SearchValues<byte> Plain = SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (byte)c)]);

    private readonly HttpRequest _request = new DefaultHttpContext().Request;
    private bool _isPlain;
    private int _headers;

    private FirstRequest()
    {
    }

    /// <summary>The handshake's request.</summary>
    /// <param name="received">What came so far.</param>
    /// <param name="end">Where it ends.</param>
    /// <returns>Null: it is none.</returns>
    public static HttpRequest? Read(in ReadOnlySequence<byte> received, out SequencePosition end)
    {
        end = received.Start;
        if (received.Length > MostBytes || !BeginsLikeOne(received)) return null;
        var reader = new SequenceReader<byte>(received);
        var first = new FirstRequest();
        try
        {
            if (!Parser.ParseRequestLine(first, ref reader) || !Parser.ParseHeaders(first, ref reader)) return null;
        }
        catch (BadHttpRequestException)
        {
            return null;
        }

        end = reader.Position;
        return first.IsHandshake ? first._request : null;
    }

    private bool IsHandshake =>
        _isPlain && _headers <= MostHeaders && _request.Headers.Host.Count == 1
        && !_request.Headers.ContainsKey(HeaderNames.ContentLength) && !_request.Headers.ContainsKey(HeaderNames.TransferEncoding)
        && Names(HeaderNames.Connection, HeaderNames.Upgrade) && Names(HeaderNames.Upgrade, "websocket") && _request.Headers.SecWebSocketVersion == "13"
        && IsKey(_request.Headers.SecWebSocketKey.ToString());

    public void OnStartLine(HttpVersionAndMethod versionAndMethod, TargetOffsetPathLength targetPath, Span<byte> startLine)
    {
        _isPlain = versionAndMethod is { Method: Microsoft.AspNetCore.Server.Kestrel.Core.Internal.Http.HttpMethod.Get, Version: Microsoft.AspNetCore.Server.Kestrel.Core.Internal.Http.HttpVersion.Http11 };
        // The line comes without its version.
        var target = startLine[targetPath.Offset..];
        _isPlain &= target[..targetPath.Length].SequenceEqual(SocketDoor.Utf8Path) && !target.ContainsAnyExcept(Plain);
        _request.QueryString = new QueryString(_isPlain ? Encoding.ASCII.GetString(target[targetPath.Length..]) : "");
    }

    public void OnHeader(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        _headers++;
        _isPlain &= !value.ContainsAnyExcept(Plain);
        _request.Headers.Append(Encoding.ASCII.GetString(name), Encoding.ASCII.GetString(value));
    }

    public void OnHeadersComplete(bool endStream)
    {
    }

    public void OnStaticIndexedHeader(int index) => throw new NotSupportedException();

    public void OnStaticIndexedHeader(int index, ReadOnlySpan<byte> value) => throw new NotSupportedException();

    /// <summary>Tells everything else from it before anything is made for it.</summary>
    private static bool BeginsLikeOne(in ReadOnlySequence<byte> received)
    {
        var reader = new SequenceReader<byte>(received);
        return reader.IsNext("GET "u8, advancePast: true) && reader.IsNext(SocketDoor.Utf8Path);
    }

    private bool Names(string header, string value) => _request.Headers.GetCommaSeparatedValues(header).Contains(value, StringComparer.OrdinalIgnoreCase);

    private static bool IsKey(string key)
    {
        Span<byte> bytes = stackalloc byte[KeyBytes + 2];
        return Convert.TryFromBase64String(key, bytes, out var length) && length == KeyBytes;
    }
}
