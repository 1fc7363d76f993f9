namespace Realtime.Node.Demo;

/// <summary>The views of the model in reusable slots, with a record of what changed since the last write.</summary>
internal sealed class ViewTable
{
    private readonly Stack<int> _free = [];
    private readonly List<int> _touched = [];
    private readonly List<Guid> _ended = [];
    private View[] _views = new View[1024];
    private int _top;

    /// <summary>Number of views.</summary>
    public int Count => _top - _free.Count;

    /// <summary>All slots ever used; look at <see cref="View.InUse"/>.</summary>
    public ReadOnlySpan<View> Slots => _views.AsSpan(0, _top);

    /// <summary>Changed since the last <see cref="Forget"/>, ended ones excepted.</summary>
    public IEnumerable<View> Changed => _touched.Where(slot => _views[slot].InUse).Select(slot => _views[slot]);

    /// <summary>Every view.</summary>
    public IEnumerable<View> All => _views.Take(_top).Where(view => view.InUse);

    /// <summary>Views that ended since the last <see cref="Forget"/> and that a write may have told of.</summary>
    public IReadOnlyList<Guid> Ended => _ended;

    /// <summary>The view of a slot. The reference is good until the next <see cref="Add"/>.</summary>
    public ref View this[int slot] => ref _views[slot];

    /// <summary>Takes a slot.</summary>
    public int Add(in View view)
    {
        if (!_free.TryPop(out var slot)) slot = _top++;
        if (slot == _views.Length) Array.Resize(ref _views, slot * 2);

        // A slot can come back while it is still in the list of changed ones.
        var isTouched = _views[slot].IsTouched;
        _views[slot] = view with { InUse = true, IsTouched = isTouched, IsWritten = false };
        Touch(slot);
        return slot;
    }

    /// <summary>Notes that a view changed.</summary>
    public void Touch(int slot)
    {
        if (_views[slot].IsTouched) return;
        _views[slot].IsTouched = true;
        _touched.Add(slot);
    }

    /// <summary>Ends a view.</summary>
    public void Remove(int slot)
    {
        ref var view = ref _views[slot];
        if (view.IsWritten) _ended.Add(view.Id);
        view.InUse = false;
        _free.Push(slot);
    }

    /// <summary>Begins a new record of changes, after a write or instead of one: bounds the record while a store is out.</summary>
    public void Forget()
    {
        foreach (var slot in _touched)
        {
            _views[slot].IsTouched = false;
            _views[slot].IsWritten = true;
        }

        _touched.Clear();
        _ended.Clear();
    }
}
