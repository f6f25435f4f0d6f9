using System.Net;
using System.Net.Http.Headers;
using System.Text;
using OneApi.Client.EndToEnd.Tests.ByteCuts;

namespace OneApi.Client.EndToEnd.Tests.LockStep;

/// <summary>Stands where the network is: gives a recorded stream in slices, one for each read, exactly as the test cuts them.</summary>
internal sealed class SlicedAnswer(CutStream stream) : HttpMessageHandler
{
    /// <summary>Gets or sets where a slice ends; null is after every byte.</summary>
    public int[]? Ends { get; set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        var isQuestion = body.Contains("case 0", StringComparison.Ordinal);
        var answer = new HttpResponseMessage(HttpStatusCode.OK)
        {
            RequestMessage = request,
            Content = isQuestion ? new StreamContent(new Slices(stream.Bytes, Ends)) : new ByteArrayContent(stream.Credential ?? Encoding.UTF8.GetBytes("{}")),
        };
        answer.Content.Headers.ContentType = new MediaTypeHeaderValue(isQuestion ? "text/event-stream" : "application/json");
        return answer;
    }

    private sealed class Slices(byte[] bytes, int[]? ends) : Stream
    {
        private int _at;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => _at; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var end = ends is null ? Math.Min(_at + 1, bytes.Length) : ends.FirstOrDefault(end => end > _at, bytes.Length);
            var count = Math.Min(buffer.Length, end - _at);
            bytes.AsSpan(_at, count).CopyTo(buffer);
            _at += count;
            return count;
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => Task.FromResult(Read(buffer.AsSpan(offset, count)));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
