package bolt

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"io"
)

// The pages of a bbolt file, as go.etcd.io/bbolt/internal/common lays them out, numbers in the
// order of the machine:
//
//	page     id u64 · flags u16 · count u16 · overflow u32, pages that follow · count elements
//	meta     page · magic, version, page size, flags u32 · root page u64 · sequence u64 ·
//	         freelist page · first page never used · transaction · checksum of these, FNV-1a
//	branch   key's place from here u32 · its length u32 · page u64
//	leaf     flags u32 · key's place from here, its length, the value's length u32
//	bucket   a leaf's value: root page u64 · sequence u64 · where that page is 0, a page inline
//	freelist page ids u64; where count is 0xFFFF the first is their number
const (
	pageHeaderLen   = 16
	elementLen      = 16
	metaLen         = 64
	bucketHeaderLen = 16

	branchFlag   = 0x01
	leafFlag     = 0x02
	freelistFlag = 0x10
	bucketFlag   = 0x01 // of a leaf's element

	magic       = 0xED0CDAED
	fileVersion = 2
	noFreelist  = 1<<64 - 1

	smallestPage, largestPage = 1 << 10, 1 << 24
	// largestRead is the largest run of pages that is believed; ours stay below a megabyte, and
	// a freelist of this size would be that of a file of 32 GiB, all free.
	largestRead = 64 << 20
)

var order = binary.NativeEndian

// pageMap walks the pages of a file without mapping it. bbolt trusts its file: in a
// damaged one it may read beyond the end, which ends the process and not only the call.
type pageMap struct {
	file     io.ReaderAt
	size     int64
	pageSize int64
	meta     metaPage
	seen     []bool
	last     []byte // the greatest key so far of the bucket that is walked
	least    []byte // what its branches say of the next one
	buckets  bool   // whether that bucket may hold others
}

type metaPage struct{ root, freelist, end, tx uint64 }

// sound reports the first fault in the structure of a file: what it lets pass, bbolt can read.
func sound(file io.ReaderAt, size int64) error {
	m := &pageMap{file: file, size: size}
	if err := m.readMeta(); err != nil {
		return err
	}
	m.seen = make([]bool, m.meta.end)
	m.seen[0], m.seen[1] = true, true
	if err := m.walkBucket(m.meta.root, true); err != nil {
		return err
	}
	return m.walkFree()
}

func (m *pageMap) fault(format string, args ...any) error {
	return fmt.Errorf("%w: %s", errCorrupt, fmt.Sprintf(format, args...))
}

// readMeta finds the newest valid meta page.
func (m *pageMap) readMeta() error {
	found := false
	for at := int64(0); at <= largestPage && at < m.size; at = max(2*at, smallestPage) {
		meta, pageSize, ok := m.metaAt(at)
		if !ok || at != 0 && at != pageSize || found && pageSize != m.pageSize {
			continue
		}
		if !found || meta.tx > m.meta.tx {
			m.meta, m.pageSize, found = meta, pageSize, true
		}
	}
	switch {
	case !found:
		return m.fault("this is no bbolt file, or its first pages are lost")
	case m.meta.end < 2 || m.meta.end > uint64(m.size/m.pageSize):
		return m.fault("the file should have %d pages of %d bytes and has %d bytes: it was cut off", m.meta.end, m.pageSize, m.size)
	}
	return nil
}

func (m *pageMap) metaAt(at int64) (meta metaPage, pageSize int64, ok bool) {
	b := make([]byte, pageHeaderLen+metaLen)
	if _, err := m.file.ReadAt(b, at); err != nil {
		return meta, 0, false
	}
	b = b[pageHeaderLen:]
	sum := fnv.New64a()
	_, _ = sum.Write(b[:metaLen-8]) // never fails
	pageSize = int64(order.Uint32(b[8:]))
	meta = metaPage{root: order.Uint64(b[16:]), freelist: order.Uint64(b[32:]), end: order.Uint64(b[40:]), tx: order.Uint64(b[48:])}
	ok = order.Uint32(b) == magic && order.Uint32(b[4:]) == fileVersion && order.Uint64(b[56:]) == sum.Sum64() &&
		pageSize >= smallestPage && pageSize <= largestPage && pageSize&(pageSize-1) == 0
	return meta, pageSize, ok
}

// page is one page with those that follow it.
type page struct {
	id    uint64
	flags uint16
	count int
	b     []byte // with the header
}

// read reads a page that nobody has read before.
func (m *pageMap) read(id uint64) (page, error) {
	if id < 2 || id >= m.meta.end {
		return page{}, m.fault("page %d is not between 2 and %d", id, m.meta.end)
	}
	head := make([]byte, pageHeaderLen)
	if _, err := m.file.ReadAt(head, int64(id)*m.pageSize); err != nil {
		return page{}, fmt.Errorf("read page %d: %w", id, err)
	}
	run := uint64(order.Uint32(head[12:])) + 1
	if order.Uint64(head) != id || run > m.meta.end-id || run*uint64(m.pageSize) > largestRead {
		return page{}, m.fault("page %d bears the number %d and a length of %d pages", id, order.Uint64(head), run)
	}
	for i := id; i < id+run; i++ {
		if m.seen[i] {
			return page{}, m.fault("page %d is used twice", i)
		}
		m.seen[i] = true
	}
	p := page{id: id, flags: order.Uint16(head[8:]), count: int(order.Uint16(head[10:])), b: make([]byte, run*uint64(m.pageSize))}
	if _, err := m.file.ReadAt(p.b, int64(id)*m.pageSize); err != nil {
		return page{}, fmt.Errorf("read page %d: %w", id, err)
	}
	return p, nil
}

// walkBucket walks one bucket. Only the file's own holds buckets, and they hold none.
func (m *pageMap) walkBucket(root uint64, holdsBuckets bool) error {
	return m.within(holdsBuckets, func() error { return m.walk(root, 0) })
}

// within walks a bucket's keys, which have nothing to do with those around it.
func (m *pageMap) within(holdsBuckets bool, walk func() error) error {
	last, least, buckets := m.last, m.least, m.buckets
	m.last, m.least, m.buckets = nil, nil, holdsBuckets
	err := walk()
	m.last, m.least, m.buckets = last, least, buckets
	return err
}

// deepest bounds the levels of a tree: one of so many would hold 2^40 keys.
const deepest = 40

func (m *pageMap) walk(id uint64, depth int) error {
	p, err := m.read(id)
	switch {
	case err != nil:
		return err
	case p.flags == leafFlag:
		return m.walkLeaf(p)
	case p.flags != branchFlag || p.count == 0 || depth == deepest:
		return m.fault("page %d is neither a branch nor a leaf, or %d levels deep", id, depth)
	}
	for i := range p.count {
		e, at, err := m.element(p, i)
		if err != nil {
			return err
		}
		key, err := m.cut(p, at+int(order.Uint32(e)), order.Uint32(e[4:]))
		if err != nil {
			return err
		}
		if m.last != nil && bytes.Compare(m.last, key) >= 0 {
			return m.fault("the keys of page %d are not in order", id)
		}
		m.least = bytes.Clone(key)
		if err := m.walk(order.Uint64(e[8:]), depth+1); err != nil {
			return err
		}
	}
	return nil
}

func (m *pageMap) walkLeaf(p page) error {
	for i := range p.count {
		e, at, err := m.element(p, i)
		if err != nil {
			return err
		}
		place := at + int(order.Uint32(e[4:]))
		key, err := m.cut(p, place, order.Uint32(e[8:]))
		if err != nil {
			return err
		}
		value, err := m.cut(p, place+len(key), order.Uint32(e[12:]))
		if err != nil {
			return err
		}
		if m.last != nil && bytes.Compare(m.last, key) >= 0 || bytes.Compare(key, m.least) < 0 || len(key) == 0 {
			return m.fault("the keys of page %d are not in order", p.id)
		}
		m.last = bytes.Clone(key)
		if err := m.entry(p, order.Uint32(e), value); err != nil {
			return err
		}
	}
	return nil
}

// entry follows a value that is a bucket.
func (m *pageMap) entry(p page, flags uint32, value []byte) error {
	switch {
	case flags == 0 && !m.buckets:
		return nil
	case flags != bucketFlag || !m.buckets || len(value) < bucketHeaderLen:
		return m.fault("page %d holds a bucket where values should be, or the other way round", p.id)
	}
	root, inline := order.Uint64(value), value[bucketHeaderLen:]
	if root != 0 {
		return m.walkBucket(root, false)
	}
	if len(inline) < pageHeaderLen || order.Uint16(inline[8:]) != leafFlag {
		return m.fault("page %d holds a bucket without a page", p.id)
	}
	return m.within(false, func() error {
		return m.walkLeaf(page{id: p.id, flags: leafFlag, count: int(order.Uint16(inline[10:])), b: inline})
	})
}

// element returns the i-th element of a page and its place.
func (m *pageMap) element(p page, i int) (e []byte, at int, err error) {
	at = pageHeaderLen + i*elementLen
	e, err = m.cut(p, at, elementLen)
	return e, at, err
}

func (m *pageMap) cut(p page, at int, n uint32) ([]byte, error) {
	if at < pageHeaderLen || at > len(p.b) || int64(n) > int64(len(p.b)-at) {
		return nil, m.fault("page %d points beyond its end", p.id)
	}
	return p.b[at : at+int(n)], nil
}

// walkFree holds the free pages against those in use.
func (m *pageMap) walkFree() error {
	if m.meta.freelist == noFreelist {
		return nil
	}
	p, err := m.read(m.meta.freelist)
	if err != nil {
		return fmt.Errorf("freelist: %w", err)
	}
	ids := p.b[pageHeaderLen:]
	n := uint64(p.count)
	if n == 0xFFFF {
		n, ids = order.Uint64(ids), ids[8:]
	}
	if p.flags != freelistFlag || n > uint64(len(ids)/8) {
		return m.fault("page %d is no freelist", p.id)
	}
	for i := range n {
		id := order.Uint64(ids[8*i:])
		if id < 2 || id >= m.meta.end || m.seen[id] {
			return m.fault("page %d is free and used at once", id)
		}
		m.seen[id] = true
	}
	for id, seen := range m.seen {
		if !seen {
			return m.fault("page %d is neither free nor used", id)
		}
	}
	return nil
}
